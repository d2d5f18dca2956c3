using System.IO.Hashing;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Gate.Spool;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Gate.Following;

/// <summary>Puts the logins and deliveries of one log into the spools: none lost and none twice, however the process ends.</summary>
/// <remarks>
/// The position is saved every few seconds, together with the number of the next event of each spool. What a spool got behind that number is kept there until the next save, so that after a kill those
/// events are known when they are read again.
/// </remarks>
internal abstract partial class Follower
{
    /// <summary>How often is looked for more.</summary>
    protected static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause after a failure.</summary>
    protected static readonly TimeSpan MaximumPause = TimeSpan.FromSeconds(10);

    /// <summary>Lines whose events are on their way to the disk together.</summary>
    protected const int LinesAtOnce = 1_000;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private readonly string _stateFile;
    private readonly SpooledLogs _spools;
    private readonly AccountAliases _aliases;
    private readonly ILogger _logger;
    private readonly Spooled _logins;
    private readonly Spooled _deliveries;
    private readonly List<(Func<Task<bool>> Append, Task<bool> Added)> _adding = [];
    private long _saved;
    private bool _isDirty;
    private bool _keeps;

    /// <param name="name">What the log is called.</param>
    /// <param name="stateFile">Where is saved how far it is read.</param>
    /// <param name="format">The kind of log; null for any.</param>
    /// <param name="zone">The zone of times that name none.</param>
    /// <param name="spools">Where its events go.</param>
    /// <param name="aliases">Names of accounts beside their own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The gate's own log.</param>
    protected Follower(string name, string stateFile, LogFormat? format, TimeZoneInfo zone, SpooledLogs spools, AccountAliases aliases, TimeProvider time, ILogger logger)
    {
        (Name, Zone, _stateFile, _spools, _aliases, _logger, Time) = (name, zone, stateFile, spools, aliases, logger, time);
        Formats = format is null ? null : [format];
        State = FollowState.Load(stateFile) ?? Start();
        Reader = new MailLogReader(Formats, zone, time, state: State.Import.Readers);
        _logins = new Spooled(spools.Logins.Segments, State.Logins);
        _deliveries = new Spooled(spools.Deliveries.Segments, State.Deliveries);
        Keep(State.Logins, State.Deliveries);
        Counts = new LogHealth(name, 0, 0, 0, 0);
    }

    /// <summary>What was read so far. May be asked from any thread.</summary>
    public LogHealth Counts { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>What the log is called: the path of a file.</summary>
    protected string Name { get; }

    /// <summary>The zone of times that name none.</summary>
    protected TimeZoneInfo Zone { get; }

    /// <summary>How far it is read, as it was saved.</summary>
    protected FollowState State { get; private set; }

    /// <summary>Reads the lines.</summary>
    protected MailLogReader Reader { get; }

    /// <summary>The kinds of lines that may come; null for any.</summary>
    protected IReadOnlyList<LogFormat>? Formats { get; }

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; }

    /// <summary>Whether the position is to be saved.</summary>
    protected bool IsTimeToSave => Time.GetElapsedTime(_saved) >= SaveEvery;

    /// <summary>Follows the log until it is cancelled.</summary>
    public abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Something was read, so that the position has changed.</summary>
    protected void Moved() => _isDirty = true;

    /// <summary>Puts events on their way to the spools.</summary>
    protected void Take(IReadOnlyList<LogLine> events)
    {
        foreach (var read in events)
        {
            switch (read)
            {
                case AuthLine told:
                    var login = told.WithAccount(_aliases.Of(told.Event.Account));
                    Append(_spools.Logins, _logins, AccountBucket.Of(login.Event.Account), login.ToUtf8Json().ToArray(), login.Event.Time);
                    break;
                case DeliveryLine delivery:
                    var body = Encoding.UTF8.GetBytes(DeliveryEventJson.Write(delivery.Event.Account is { } account ? delivery.Event with { Account = _aliases.Of(account) } : delivery.Event));

                    // Any partition will do.
                    Append(_spools.Deliveries, _deliveries, (int)(Crc32.HashToUInt32(body) % AccountBucket.Count), body, delivery.Event.Time);
                    break;
            }
        }
    }

    private void Append(EventSpool spool, Spooled known, int bucket, byte[] body, DateTimeOffset time)
    {
        if (!_keeps)
        {
            Keep(State.Logins, State.Deliveries);
        }

        _isDirty = true;

        // Lines of several processes, and of rotated files, are not in the order of their times.
        Counts = Counts with { Events = Counts.Events + 1, LastEvent = Counts.LastEvent > time ? Counts.LastEvent : time };
        if (body.Length > SpoolFrame.MaximumBodyLength || known.Take(body))
        {
            return;
        }

        Task<bool> Add() => spool.AppendAsync(bucket, body);
        _adding.Add((Add, Add()));
    }

    /// <summary>Waits until the disk has all of them: a full disk holds the log up, and loses nothing.</summary>
    protected async Task AddedAsync(CancellationToken cancellationToken)
    {
        while (_adding.Count > 0)
        {
            var again = new List<Func<Task<bool>>>();
            foreach (var (append, added) in _adding)
            {
                if (!await added.ConfigureAwait(false))
                {
                    again.Add(append);
                }
            }

            _adding.Clear();
            if (again.Count > 0)
            {
                Tell("The spool cannot be written.");
                await Task.Delay(LookEvery, Time, cancellationToken).ConfigureAwait(false);
                _adding.AddRange(again.Select(append => (append, append())));
            }
        }
    }

    /// <summary>Saves how far the log is read. All events up to there must have been added.</summary>
    /// <param name="at">Puts the position into the state; null where there is none yet.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    protected void Save(Func<FollowState, FollowState>? at)
    {
        _saved = Time.GetTimestamp();
        if (!_isDirty)
        {
            Keep(null, null);
            return;
        }

        if (at is null)
        {
            return;
        }

        var moved = at(State);
        State = moved with
        {
            Import = moved.Import with { Readers = Reader.Save() },
            Logins = _spools.Logins.Segments.Next,
            Deliveries = _spools.Deliveries.Segments.Next,
        };
        State.Save(_stateFile);
        _isDirty = false;
        Keep(null, null);
    }

    /// <summary>The end: what is read is added and saved.</summary>
    protected async Task EndAsync(Func<FollowState, FollowState>? at)
    {
        try
        {
            await AddedAsync(CancellationToken.None).ConfigureAwait(false);
            Save(at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotSaved(_logger, Name, e.Message);
        }
    }

    // Saved before anything is read: a kill before the next save finds what the spools got since.
    private FollowState Start()
    {
        var start = new FollowState(Name, ImportState.Empty, _spools.Logins.Segments.Next, _spools.Deliveries.Segments.Next);
        try
        {
            start.Save(_stateFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotSaved(_logger, Name, e.Message);
        }

        return start;
    }

    /// <summary>Says how it stands.</summary>
    /// <param name="trouble">Why the log is not read now; null where it is.</param>
    protected void Tell(string? trouble)
    {
        var tally = Reader.Tally;
        var now = Counts with
        {
            Lines = tally.Lines,
            Recognised = tally.Recognised,
            NotUnderstood = tally.NotUnderstood + tally.Malformed + tally.Uncounted - tally.UsuallyUncounted,
            HidesClients = tally.OnlyPrivateAddress is not null,
            Trouble = trouble,
        };
        if (trouble is not null && Counts.Trouble is null)
        {
            Log.NotRead(_logger, Name, trouble);
        }
        else if (trouble is null && Counts.Trouble is not null)
        {
            Log.ReadAgain(_logger, Name);
        }

        if (now.NotUnderstood > 0 && Counts.NotUnderstood == 0)
        {
            Log.NotUnderstood(_logger, Name);
        }

        Counts = now;
    }

    private void Keep(long? logins, long? deliveries)
    {
        _keeps = logins is not null;
        _spools.Logins.Segments.Keep(_stateFile, logins);
        _spools.Deliveries.Segments.Keep(_stateFile, deliveries);
    }

    internal static partial class Log
    {
        [LoggerMessage(7400, LogLevel.Warning, "{Path} cannot be read. Retrying. {Reason}")]
        public static partial void NotRead(ILogger logger, string path, string reason);

        [LoggerMessage(7401, LogLevel.Information, "{Path} can be read again.")]
        public static partial void ReadAgain(ILogger logger, string path);

        [LoggerMessage(7402, LogLevel.Warning, "{Path} contains mail lines that are not understood. /healthz counts them; replay the file to see one.")]
        public static partial void NotUnderstood(ILogger logger, string path);

        [LoggerMessage(7403, LogLevel.Warning, "The read position in {Path} could not be saved. {Reason}")]
        public static partial void NotSaved(ILogger logger, string path, string reason);
    }
}
