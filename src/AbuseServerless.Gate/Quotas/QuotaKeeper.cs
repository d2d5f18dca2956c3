using System.Collections.Concurrent;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Gate.Telemetry;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Quotas;

/// <summary>Judges mail by the plans and by what watched accounts may send, and counts it, together with the other hosts.</summary>
/// <remarks>
/// Within this host it is exact. Beyond the slack an answer waits until the table has what was counted (see <see cref="AccountUsage"/>). Where the table does not answer in time, mail goes on by what this host
/// counts itself, and nobody waits for the next <see cref="Pause"/>.
/// </remarks>
internal sealed partial class QuotaKeeper(
    PlanKeeper plans, AccountAliases aliases, WatchedQuota watched, SuspensionSnapshot snapshot, MailUsageTable table, EnforcementSwitch enforcement, IOptions<QuotaOptions> options, TimeProvider time, GateMetrics metrics, ILogger<QuotaKeeper> logger)
{
    /// <summary>How long nobody waits for a table that did not answer: 5 seconds.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // How old what the others have written may be where mail is refused because of it.
    private static readonly TimeSpan MaximumRefusalAge = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<AccountName, CountedAccount> _accounts = new();
    private readonly QuotaAnswer _answer = QuotaAnswer.Parse(options.Value.Answer);
    private readonly string _writer = Guid.NewGuid().ToString("N")[..16];
    private long _awayUntil;
    private long _lastWritten;
    private int _saidAway;

    /// <summary>Accounts that are counted.</summary>
    public ICollection<CountedAccount> Accounts => _accounts.Values;

    /// <summary>Whether the table did not answer a moment ago.</summary>
    public bool IsAway => Ticks < Volatile.Read(ref _awayUntil);

    private long Ticks => time.GetUtcNow().UtcTicks;

    private int Now => SlotCounts.MinuteOf(time.GetUtcNow());

    /// <summary>Judges a request.</summary>
    /// <param name="login">The login.</param>
    /// <param name="request">The request.</param>
    /// <param name="clientAddress">The client's address; from one that is none, clients are not limited.</param>
    /// <returns>What Postfix is to do; null where it is to go on.</returns>
    public async ValueTask<QuotaAnswer?> JudgeAsync(AccountName login, QuotaRequest request, string clientAddress)
    {
        var account = aliases.Of(aliases.Of(login).WithoutTag(options.Value.TagSeparator));
        var plan = plans.Current.Find(account);
        var isWatched = watched.Holds(snapshot.WatchedSince(login) ?? (account == login ? null : snapshot.WatchedSince(account)), time.GetUtcNow());
        var limits = isWatched ? watched.Limit(plan?.Limits ?? QuotaLimits.None) : plan?.Limits;
        if (limits is null or { IsNone: true })
        {
            if (!plans.AreKnown)
            {
                metrics.CountQuota("failed_open", isWatched);
            }

            return null;
        }

        // Postfix has been told about this message, and told again does the same: it is not counted again.
        if (_accounts.TryGetValue(account, out var known) && known.Usage.FindHeld(request.Instance, Now) is { } held)
        {
            metrics.CountQuota("repeated", isWatched);
            return enforcement.IsOn ? held : null;
        }

        var answer = (isWatched ? watched.Answer : null) ?? plan?.Answer ?? _answer;
        if (limits.ClientsPer5Minutes is { } clients && ClientNumber.Of(clientAddress) is { } client && !Pass(account, client, clients))
        {
            Log.TooManyClients(logger, account.Value, plan!.Name, clients);
            return Beyond(account, request, answer, isWatched);
        }

        if (limits.All.IsEmpty)
        {
            metrics.CountQuota("within", isWatched);
            return null;
        }

        var (counted, decision) = Take(account, request, limits, answer.IsTaken);
        var failsOpen = false;
        if (decision.Ticket is { } ticket)
        {
            failsOpen = IsAway || Ticks < counted.AwayUntil || !await TryWriteAsync(counted, ticket.Number, options.Value.MaximumWait, CancellationToken.None).ConfigureAwait(false);
            decision = failsOpen ? default : counted.Usage.Settle(ticket, limits, Now);
            if (failsOpen)
            {
                counted.Usage.Accept(ticket);
            }
        }

        if (decision.Over is not { } over)
        {
            metrics.CountQuota(failsOpen ? "failed_open" : "within", isWatched);
            return null;
        }

        // Soon the table knows, and this host what the others have taken back.
        if (counted.Usage.IsUnwritten || time.GetElapsedTime(counted.Written) > MaximumRefusalAge)
        {
            counted.TrySetDue();
        }

        Log.Over(logger, account.Value, isWatched ? "as a watched account" : $"of its plan {plan!.Name}", over.Maximum, over.Measure, over.IsDaily ? "a day" : "an hour");
        return Beyond(account, request, answer, isWatched);
    }

    /// <summary>Writes what was counted of an account.</summary>
    /// <param name="counted">The account.</param>
    /// <param name="number">Number of the change that the table is to have at least.</param>
    /// <param name="longest">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the table has it.</returns>
    public async Task<bool> TryWriteAsync(CountedAccount counted, long number, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            await counted.Writing.WaitAsync(limit.Token).ConfigureAwait(false);
            try
            {
                // Somebody else's request may have brought it along.
                if (counted.Usage.WrittenNumber < number)
                {
                    await WriteAsync(counted, limit.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                counted.Writing.Release();
            }

            if (Interlocked.Exchange(ref _saidAway, 0) == 1)
            {
                Log.Back(logger);
            }

            counted.ClearAway();
            return true;
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                SetAway(counted, e, longest);
            }

            return false;
        }
    }

    // One row that is refused, or that many write at once, says nothing of the table: others are asked as before.
    private void SetAway(CountedAccount counted, Exception e, TimeSpan longest)
    {
        var until = (time.GetUtcNow() + Pause).UtcTicks;
        var fault = e is StorageException ? e.Message : FormattableString.Invariant($"no answer within {longest.TotalSeconds} seconds.");
        if (e is StorageException { Fault: StorageFault.Refused } || (e is OperationCanceledException && time.GetElapsedTime(Volatile.Read(ref _lastWritten)) < longest))
        {
            if (counted.TrySetAway(until))
            {
                Log.AccountAway(logger, fault);
            }

            return;
        }

        Volatile.Write(ref _awayUntil, until);
        if (Interlocked.Exchange(ref _saidAway, 1) == 0)
        {
            Log.Away(logger, fault);
        }
    }

    /// <summary>Forgets accounts that have sent nothing for a day.</summary>
    public void Forget()
    {
        foreach (var (account, counted) in _accounts)
        {
            if (counted.Usage.TryClose(Now))
            {
                _accounts.TryRemove(new(account, counted));
            }
        }
    }

    private QuotaAnswer? Beyond(AccountName account, in QuotaRequest request, QuotaAnswer answer, bool isWatched)
    {
        metrics.CountQuota(enforcement.IsOn ? "over" : "observed", isWatched);
        if (answer.IsTaken)
        {
            Hold(account, request.Instance, answer);
        }

        return enforcement.IsOn ? answer : null;
    }

    private void Hold(AccountName account, string instance, QuotaAnswer answer)
    {
        while (true)
        {
            var counted = _accounts.GetOrAdd(account, name => new CountedAccount(name));
            if (counted.Usage.Hold(instance, answer, Now))
            {
                if (counted.Usage.IsUnwritten)
                {
                    counted.TrySetDue();
                }

                return;
            }

            _accounts.TryRemove(new(account, counted));
        }
    }

    private bool Pass(AccountName account, ulong client, int most)
    {
        while (true)
        {
            var counted = _accounts.GetOrAdd(account, name => new CountedAccount(name));
            if (counted.Usage.Pass(client, most, time.GetUtcNow()) is { } passes)
            {
                return passes;
            }

            _accounts.TryRemove(new(account, counted));
        }
    }

    private (CountedAccount Counted, QuotaDecision Decision) Take(AccountName account, QuotaRequest request, QuotaLimits limits, bool mayBeHeld)
    {
        while (true)
        {
            var counted = _accounts.GetOrAdd(account, name => new CountedAccount(name));
            if (counted.Usage.Take(request, limits, options.Value.Slack, Now, mayBeHeld) is { } decision)
            {
                return (counted, decision);
            }

            _accounts.TryRemove(new(account, counted));
        }
    }

    private async Task WriteAsync(CountedAccount counted, CancellationToken cancellationToken)
    {
        object? written = null;
        counted.ClearDue();
        counted.Row = await table.ChangeAsync(counted.Account, counted.Row, row => counted.Usage.Write(row, _writer, Now, out written), cancellationToken).ConfigureAwait(false);
        counted.Usage.Written(counted.Row.Usage, _writer, written!);
        counted.Written = time.GetTimestamp();
        Volatile.Write(ref _lastWritten, counted.Written);
    }

    private static partial class Log
    {
        [LoggerMessage(7600, LogLevel.Debug, "Account {Account} exceeded its limit {Why}: {Most} {Measure} {Window}.")]
        public static partial void Over(ILogger logger, string account, string why, int most, QuotaMeasure measure, string window);

        [LoggerMessage(7603, LogLevel.Debug, "Account {Account} has more clients than its plan {Plan} allows: {Most} in 5 minutes.")]
        public static partial void TooManyClients(ILogger logger, string account, string plan, int most);

        [LoggerMessage(7601, LogLevel.Warning, "The usage of accounts cannot be written: each host counts on its own, and accounts may send up to their limit through each host. {Fault}")]
        public static partial void Away(ILogger logger, string fault);

        [LoggerMessage(7604, LogLevel.Warning, "The usage of an account cannot be written; its limits apply at each host alone until it can be. {Fault}")]
        public static partial void AccountAway(ILogger logger, string fault);

        [LoggerMessage(7602, LogLevel.Information, "The usage of accounts is being written again: limits apply over all hosts together.")]
        public static partial void Back(ILogger logger);
    }
}
