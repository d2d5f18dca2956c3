using System.ComponentModel;
using AbuseServerless.Accounts;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Gate.Snapshots;
using AbuseServerless.Queue;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Sessions;

/// <summary>Ends the open sessions of suspended accounts: beside <see cref="QueueKeeper"/>, with the same rights, on what the gate's file says.</summary>
/// <remarks>It looks which sessions are open and ends those of suspended accounts, so it has nothing to remember: what a crash left open, or was opened at that moment, the next look finds.</remarks>
internal sealed partial class SessionKeeper(IOptions<OpenSessionOptions> options, IOptions<QueueOptions> queue, IOptions<GateOptions> gate, AccountAliases aliases, TimeProvider time, ILogger<SessionKeeper> logger) : BackgroundService
{
    private const int MaximumAttempts = 5;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly SnapshotFile _orders = new(gate.Value.Data);
    private readonly Outage _outage = new();
    private readonly DovecotSessions _dovecot = new(options.Value.Doveadm!);

    // Of logins whose sessions did not end: how often that was tried, for which transition of the account.
    private readonly Dictionary<string, (int Transitions, int Attempts)> _tried = new(StringComparer.Ordinal);
    private SessionJournal? _journal;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.Started(logger, options.Value.Doveadm!);
        var (looked, read) = (0L, default((DateTime, long)));
        while (!stoppingToken.IsCancellationRequested)
        {
            var written = _orders.Written;
            if (written != read || time.GetElapsedTime(looked) >= options.Value.Interval)
            {
                await TryLookAsync(stoppingToken).ConfigureAwait(false);
                (read, looked) = (written, time.GetTimestamp());
            }

            await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One look, and what follows from it.</summary>
    internal async Task TryLookAsync(CancellationToken stopping)
    {
        try
        {
            _journal ??= SessionJournal.Open(queue.Value.Data, time.GetUtcNow() - queue.Value.KeepRecord);
            if (_orders.Read() is { SmtpOnly: false } saved && saved.ToOrders(time.GetUtcNow()) is { Suspended.Count: > 0 } orders && orders.MayEnd(time.GetUtcNow()))
            {
                // Where nobody's are to be ended, nothing shows that they could be.
                var works = await LookAsync(_journal, orders, stopping).ConfigureAwait(false);
                if (works && _outage.End())
                {
                    Log.Back(logger);
                }
            }
        }
        catch (Exception e) when (stopping.IsCancellationRequested || e is IOException or InvalidDataException or UnauthorizedAccessException or Win32Exception or FormatException)
        {
            if (!stopping.IsCancellationRequested && _outage.Begin())
            {
                Log.Failed(logger, e.Message);
            }
        }
    }

    /// <returns>Whether doveadm did all that it was asked for, now and before.</returns>
    private async Task<bool> LookAsync(SessionJournal journal, QueueOrders orders, CancellationToken cancellationToken)
    {
        List<(string Login, SessionRecord Entry)> open = [];
        var listed = await _dovecot.ListAsync(cancellationToken).ConfigureAwait(false);
        ForgetThoseWithout([.. listed.Keys]);
        foreach (var (login, sessions) in listed)
        {
            if (AccountName.TryParse(login, out var account) && (orders.Suspended.TryGetValue(aliases.Of(account), out var transitions) || orders.Suspended.TryGetValue(account, out transitions)) && TryBegin(login, transitions))
            {
                open.Add((login, new(time.GetUtcNow(), Environment.MachineName, DovecotSessions.IsOneLogin(login) ? SessionAct.Ending : SessionAct.Refused, account.Value, transitions, sessions)));
            }
        }

        if (open.Count == 0)
        {
            // What could not be ended, and is not tried any more, is open still.
            return _tried.Count == 0;
        }

        journal.Write(open.Select(one => one.Entry));
        var ending = open.Where(one => one.Entry.Act == SessionAct.Ending).ToList();
        var works = true;
        foreach (var (login, _) in ending)
        {
            works &= await TryEndAsync(login, cancellationToken).ConfigureAwait(false);
        }

        var left = await _dovecot.ListAsync(cancellationToken).ConfigureAwait(false);
        List<(string Login, SessionRecord Entry)> ended =
        [
            .. from one in ending
               let still = left.GetValueOrDefault(one.Login)
               select (one.Login, one.Entry with { Time = time.GetUtcNow(), Act = still == 0 ? SessionAct.Ended : SessionAct.NotEnded, Sessions = still == 0 ? one.Entry.Sessions : still }),
        ];
        journal.Write(ended.Select(one => one.Entry));
        Settle([.. open.Where(one => one.Entry.Act == SessionAct.Refused), .. ended]);
        return works;
    }

    // What is not open any more has ended, if only a little after it was looked at.
    private void ForgetThoseWithout(IReadOnlyCollection<string> open)
    {
        foreach (var gone in _tried.Keys.Except(open, StringComparer.Ordinal).ToList())
        {
            _tried.Remove(gone);
        }
    }

    // Of a suspension that nobody lifts meanwhile, what fails is tried five times.
    private bool TryBegin(string login, int transitions)
    {
        var attempts = _tried.TryGetValue(login, out var tried) && tried.Transitions == transitions ? tried.Attempts : 0;
        if (attempts < MaximumAttempts)
        {
            _tried[login] = (transitions, attempts + 1);
        }

        return attempts < MaximumAttempts;
    }

    private async Task<bool> TryEndAsync(string login, CancellationToken cancellationToken)
    {
        try
        {
            await _dovecot.EndAsync(login, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (IOException e)
        {
            // Whether its sessions are open still, is seen next.
            Log.KickFailed(logger, e.Message);
            return false;
        }
    }

    private void Settle(IReadOnlyList<(string Login, SessionRecord Entry)> acts)
    {
        foreach (var (login, entry) in acts)
        {
            switch (entry.Act)
            {
                case SessionAct.Ended:
                    _tried.Remove(login);
                    Log.Ended(logger, entry.Sessions);
                    break;
                case SessionAct.Refused:
                    _tried[login] = (entry.Transitions, MaximumAttempts);
                    Log.Refused(logger, entry.Sessions);
                    break;
                default:
                    Log.NotEnded(logger, entry.Sessions, _tried.GetValueOrDefault(login).Attempts, MaximumAttempts);
                    break;
            }

            Log.Of(logger, entry.Account, entry.Act);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7720, LogLevel.Information, "Ending open sessions of suspended accounts with {Doveadm}.")]
        public static partial void Started(ILogger logger, string doveadm);

        [LoggerMessage(7721, LogLevel.Information, "Ended {Sessions} open sessions of one account.")]
        public static partial void Ended(ILogger logger, int sessions);

        [LoggerMessage(7722, LogLevel.Warning, "Sessions of one suspended account are still open after attempt {Attempt} of {Attempts}: {Sessions}.")]
        public static partial void NotEnded(ILogger logger, int sessions, int attempt, int attempts);

        [LoggerMessage(7723, LogLevel.Warning, "Sessions of one suspended account stay open ({Sessions}): doveadm would take its name for a pattern or an address and could end sessions of others.")]
        public static partial void Refused(ILogger logger, int sessions);

        [LoggerMessage(7724, LogLevel.Warning, "Open sessions of suspended accounts cannot be ended. Retrying. {Fault}")]
        public static partial void Failed(ILogger logger, string fault);

        [LoggerMessage(7725, LogLevel.Information, "Open sessions of suspended accounts can be ended again.")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(7726, LogLevel.Debug, "A session could not be ended: {Fault}")]
        public static partial void KickFailed(ILogger logger, string fault);

        [LoggerMessage(7727, LogLevel.Debug, "Account {Account}: {Act}.")]
        public static partial void Of(ILogger logger, string account, SessionAct act);
    }
}
