using System.Security.Cryptography;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>
/// Keeps the snapshot fresh: transitions from the audit log every second or so, and everything that is active at the start and every hour or so. Those of this process it knows before, from <see cref="SuspensionTable"/>.
/// </summary>
/// <remarks>
/// An audit row has the time of its transition as key and may appear later than that: by a moment as a rule, by a minute or two where a crash came between and the timer repairs it. So each read
/// reaches back over <see cref="ShortOverlap"/>, and every <see cref="LongReadInterval"/> over <see cref="LongOverlap"/>; to hear a transition twice changes nothing. What is later still
/// is seen by work that is overdue (<see cref="OverdueAfter"/>), and read with a reload that does not wait for its hour.
/// </remarks>
public sealed partial class SuspensionFeed : BackgroundService
{
    /// <summary>How far each read of the audit log reaches back behind the newest entry that was heard: 2 seconds.</summary>
    public static readonly TimeSpan ShortOverlap = TimeSpan.FromSeconds(2);

    /// <summary>How far it reaches back behind the last read where nothing newer was heard, because this machine's clock is fast or nothing happens: 15 seconds.</summary>
    public static readonly TimeSpan QuietOverlap = TimeSpan.FromSeconds(15);

    /// <summary>How far back some reads reach: 5 minutes.</summary>
    public static readonly TimeSpan LongOverlap = TimeSpan.FromMinutes(5);

    /// <summary>How often: every 2 minutes.</summary>
    public static readonly TimeSpan LongReadInterval = TimeSpan.FromMinutes(2);

    /// <summary>How late the timer is before the audit log is not relied on: 2 minutes. With <see cref="LongReadInterval"/> less than <see cref="LongOverlap"/>, clocks included: no transition falls between the two.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromMinutes(2);

    /// <summary>Time from a reload to the next where something is overdue or a backup was restored: 10 minutes.</summary>
    public static readonly TimeSpan SoonestReload = TimeSpan.FromMinutes(10);

    /// <summary>How far the commands that a reload reads reach back behind those of the last one, for operators whose clocks are slow: an hour.</summary>
    public static readonly TimeSpan CommandOverlap = TimeSpan.FromHours(1);

    // A read that hangs is given up; the next one may fare better.
    private static readonly TimeSpan RefreshLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReloadLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReloadRetry = TimeSpan.FromSeconds(1);

    private readonly SuspensionSnapshot _snapshot;
    private readonly StandingReader _reader;
    private readonly EnforcementTable _enforcement;
    private readonly EnforcementSwitch _switch;
    private readonly AuthPolicyOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SuspensionFeed> _logger;
    private readonly QueueCommandSet? _commands;
    private DateTimeOffset _read;
    private DateTimeOffset _longRead;
    private DateTimeOffset _newest;
    private DateTimeOffset? _commandsRead;
    private DateTimeOffset _checked;
    private DateTimeOffset _restored;
    private long _reloaded;
    private long _reloadWanted;
    private TimeSpan _pause;

    /// <summary>Of what the snapshot and the switch are kept fresh.</summary>
    public SuspensionFeed(
        SuspensionSnapshot snapshot,
        StandingReader reader,
        EnforcementTable enforcement,
        EnforcementSwitch enforcementSwitch,
        IOptions<AuthPolicyOptions> options,
        TimeProvider time,
        ILogger<SuspensionFeed> logger,
        QueueCommandSet? commands = null)
    {
        _commands = commands;
        _snapshot = snapshot;
        _reader = reader;
        _enforcement = enforcement;
        _switch = enforcementSwitch;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _read = _longRead = _checked = time.GetUtcNow();
        _newest = _read - QuietOverlap;
    }

    /// <summary>Whether everything that is active is to be read now.</summary>
    internal bool IsReloadDue => _time.GetElapsedTime(_reloaded) is var elapsed && (elapsed >= _pause || (elapsed >= SoonestReload && Volatile.Read(ref _reloadWanted) > _reloaded));

    /// <summary>Reads everything that is active.</summary>
    /// <exception cref="StorageException">Storage failed; the snapshot is what it was, or newer.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        await ReadModeAsync(cancellationToken).ConfigureAwait(false);
        _snapshot.BeginReload();
        await foreach (var standing in _reader.ReadActiveAsync(cancellationToken).ConfigureAwait(false))
        {
            _snapshot.Apply(standing);
        }

        _snapshot.EndReload();

        // Also those of an operator whose clock is slow, which no read of the news covers.
        if (_commands is { } commands)
        {
            commands.IsLoaded = false;
        }

        // Not those of all processes at once.
        (_reloaded, _pause) = (began, _options.ReloadInterval * (RandomNumberGenerator.GetInt32(90, 111) / 100.0));
        _snapshot.Refreshed(began);
        Log.Loaded(_logger, _snapshot.Count, _time.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>Reads what changed since the last time.</summary>
    /// <exception cref="StorageException">Storage failed; the snapshot is what it was.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var now = _time.GetUtcNow();
        var isLong = now - _longRead >= LongReadInterval;
        var from = isLong ? _longRead - LongOverlap : Later(_read - QuietOverlap, Earlier(_read, _newest) - ShortOverlap);

        // Whole before any of it counts, or an account could be suspended for the moment between its old transition and the next.
        var heard = await _reader.ReadNewsAsync(from, now + LongOverlap, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (heard.Exists(news => news.IsMode))
        {
            await ReadModeAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var latest in heard.Select(news => news.Standing).OfType<AccountStanding>().GroupBy(standing => standing.Account).Select(account => account.MaxBy(standing => standing.Transitions)))
        {
            _snapshot.Apply(latest);
        }

        // Behind the accounts: where one is given about an account that was resumed just before, the account is so already.
        foreach (var command in heard.Select(news => news.Command).OfType<QueueCommand>())
        {
            _commands?.Apply(command);
        }

        // One is put on record when it is over, and heard again for minutes.
        foreach (var restore in heard.Where(news => news.IsRestore && news.Time > _restored))
        {
            _restored = restore.Time;
            WantReload();
        }

        _newest = heard.Select(news => news.Time).Append(_newest).Max();
        _read = now;
        _longRead = isLong ? now : _longRead;
        if (_snapshot.IsLoaded)
        {
            _snapshot.Refreshed(began);
        }

        await ReadCommandsAsync(cancellationToken).ConfigureAwait(false);
        if (now - _checked >= LongReadInterval)
        {
            await CheckAsync(now, cancellationToken).ConfigureAwait(false);
            _checked = now;
        }
    }

    // What the audit log does not tell in time: the row of the mode is written behind its entry, and work may be left for longer than any read reaches back.
    private async Task CheckAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ReadModeAsync(cancellationToken).ConfigureAwait(false);
        if (await _reader.IsAnythingOverdueAsync(now - OverdueAfter, cancellationToken).ConfigureAwait(false))
        {
            WantReload();
        }
    }

    private void WantReload() => Volatile.Write(ref _reloadWanted, _time.GetTimestamp());

    // Those that come later are heard with the transitions.
    private async Task ReadCommandsAsync(CancellationToken cancellationToken)
    {
        if (_commands is not { IsLoaded: false } commands)
        {
            return;
        }

        var now = _time.GetUtcNow();
        var oldest = now - QueueCommand.Lifetime;
        var from = _commandsRead is { } read ? Later(oldest, read - CommandOverlap) : oldest;
        await foreach (var command in _reader.ReadCommandsAsync(from, now + LongOverlap, cancellationToken).ConfigureAwait(false))
        {
            commands.Apply(command);
        }

        _commandsRead = now;
        commands.IsLoaded = true;
    }

    private async Task ReadModeAsync(CancellationToken cancellationToken)
    {
        if (_switch.Apply(await _enforcement.FindAsync(cancellationToken).ConfigureAwait(false)))
        {
            Log.ModeChanged(_logger, _switch.Mode, _switch.IsOn ? "refused" : "not refused");
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ReloadAgainAndAgainAsync(stoppingToken), RefreshAgainAndAgainAsync(stoppingToken));

    private async Task ReloadAgainAndAgainAsync(CancellationToken stopping)
    {
        var outage = new Outage();
        while (!stopping.IsCancellationRequested)
        {
            if (IsReloadDue)
            {
                await TryAsync(ReloadAsync, ReloadLimit, outage, stopping).ConfigureAwait(false);
            }

            await Task.Delay(ReloadRetry, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RefreshAgainAndAgainAsync(CancellationToken stopping)
    {
        var outage = new Outage();
        while (!stopping.IsCancellationRequested)
        {
            await TryAsync(RefreshAsync, RefreshLimit, outage, stopping).ConfigureAwait(false);
            await Task.Delay(_options.RefreshInterval, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> read, TimeSpan most, Outage outage, CancellationToken stopping)
    {
        using var limit = new TimeLimit(most, _time, stopping);
        try
        {
            await read(limit.Token).ConfigureAwait(false);
            outage.End();
        }
        catch (Exception e)
        {
            // Whatever it is, the next time may fare better: a loop that ended would leave an old snapshot, or none, without a word. An outage is said once, not every second, and in a line: where
            // in the program it was met tells an operator nothing, and another fault's own text may hold a name.
            if (!stopping.IsCancellationRequested && outage.Begin())
            {
                Log.NotRead(_logger, e switch
                {
                    StorageException => e.Message,
                    OperationCanceledException => $"no answer within {Quantity.Of(most.TotalSeconds, "second")}.",
                    _ => $"a fault of this program ({e.GetType().Name}).",
                });
                Log.WhyNotRead(_logger, e);
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(1310, LogLevel.Information, "Read {Accounts} active suspensions in {Milliseconds:0} ms.")]
        public static partial void Loaded(ILogger logger, int accounts, double milliseconds);

        [LoggerMessage(1314, LogLevel.Warning, "The enforcement mode is {Mode}: suspended accounts are {Refused}.")]
        public static partial void ModeChanged(ILogger logger, EnforcementMode mode, string refused);

        [LoggerMessage(1311, LogLevel.Warning, "The suspensions could not be read; the last known suspensions stay in use: {Fault}")]
        public static partial void NotRead(ILogger logger, string fault);

        [LoggerMessage(1312, LogLevel.Debug, "Why the suspensions could not be read.")]
        public static partial void WhyNotRead(ILogger logger, Exception exception);
    }
}
