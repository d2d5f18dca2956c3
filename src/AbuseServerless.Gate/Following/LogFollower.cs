using System.IO.Hashing;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Gate.Spool;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Gate.Following;

/// <summary>Follows one log through its rotations, and puts its logins and deliveries into the spools: none lost and none twice, however the process ends.</summary>
/// <remarks>
/// The position is saved every few seconds, together with the number of the next event of each spool. What a spool got behind that number is kept there until the next save, so that after a kill those
/// events are known when they are read again.
/// </remarks>
internal sealed partial class LogFollower
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // Lines whose events are on their way to the disk together.
    private const int LinesAtOnce = 1_000;

    private readonly string _path;
    private readonly string _stateFile;
    private readonly IReadOnlyList<LogFormat>? _formats;
    private readonly TimeZoneInfo _zone;
    private readonly SpooledLogs _spools;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MailLogReader _reader;
    private readonly Spooled _logins;
    private readonly Spooled _deliveries;
    private readonly List<(Func<Task<bool>> Append, Task<bool> Added)> _adding = [];
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private FollowState _state;
    private LogFile? _file;
    private string? _fileName;
    private long _saved;
    private bool _isDirty;
    private bool _keeps;

    public LogFollower(string path, string stateFile, LogFormat? format, TimeZoneInfo zone, SpooledLogs spools, TimeProvider time, ILogger logger)
    {
        (_path, _stateFile, _zone, _spools, _time, _logger) = (path, stateFile, zone, spools, time, logger);
        _formats = format is null ? null : [format];
        var known = FollowState.Load(stateFile);
        _state = known ?? new FollowState(path, ImportState.Empty, spools.Logins.Segments.Next, spools.Deliveries.Segments.Next);
        _reader = new MailLogReader(_formats, zone, time, state: _state.Import.Readers);
        _logins = new Spooled(spools.Logins.Segments, _state.Logins);
        _deliveries = new Spooled(spools.Deliveries.Segments, _state.Deliveries);
        Keep(_state.Logins, _state.Deliveries);
        Counts = new LogHealth(path, 0, 0, 0, 0);
    }

    /// <summary>What was read so far. May be asked from any thread.</summary>
    public LogHealth Counts { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>Follows the log until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = LookEvery;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                pause = await StepAsync(cancellationToken).ConfigureAwait(false) ? TimeSpan.Zero : LookEvery;
                Tell(null);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException || LogFile.IsBroken(e))
            {
                Tell(e.Message);
                pause = pause * 2 < LongestPause ? (pause < LookEvery ? LookEvery : pause * 2) : LongestPause;
            }

            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await EndAsync().ConfigureAwait(false);
    }

    // Whether there is more to do at once.
    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (_file is null && !await OpenAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var file = _file!;
        await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        var isOver = file.IsCompressed || _fileName != _path || await file.IsReplacedAsync(_path, cancellationToken).ConfigureAwait(false);
        if (isOver)
        {
            // What was still written to it before it was let go of.
            await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            if (!file.IsTruncated && file.TakeRest() is { } rest)
            {
                Take(_reader.Read(rest).Events);
            }
        }

        Take(_reader.Release(_time.GetUtcNow() - MailLogReader.LongestWait));
        await AddedAsync(cancellationToken).ConfigureAwait(false);
        if (isOver || _time.GetElapsedTime(_saved) >= SaveEvery)
        {
            Save(file);
        }

        if (isOver)
        {
            if (_fileName != _path && file.Id is { } id)
            {
                _passed.Add($"{_fileName}/{id}");
            }

            await file.DisposeAsync().ConfigureAwait(false);
            _file = null;
        }

        // One that cannot grow under its own name is looked at again and again.
        return isOver && !(file.IsCompressed && _fileName == _path);
    }

    private async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var last = _state.Import.Logs is [.., var log] ? log.Id : null;
        foreach (var name in await Rotation.FilesBehindAsync(_path, last, cancellationToken).ConfigureAwait(false))
        {
            var file = await LogFile.OpenAsync(name, cancellationToken).ConfigureAwait(false);
            if (name != _path && (file.Id is null || _passed.Contains($"{name}/{file.Id}")))
            {
                await file.DisposeAsync().ConfigureAwait(false);
                continue;
            }

            await file.StartAtAsync(file.Id is { } id ? _state.Import.PositionOf(id) : 0, cancellationToken).ConfigureAwait(false);
            _reader.Begin(await LogSource.LookAsync(name, _formats, _zone, _time, null, cancellationToken).ConfigureAwait(false));
            (_file, _fileName) = (file, name);
            return true;
        }

        return false;
    }

    private async Task ReadAsync(LogFile file, CancellationToken cancellationToken)
    {
        var lines = 0;
        while (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            Take(_reader.Read(line).Events);
            if (++lines % LinesAtOnce == 0)
            {
                await AddedAsync(cancellationToken).ConfigureAwait(false);
                if (_time.GetElapsedTime(_saved) >= SaveEvery)
                {
                    Save(file);
                }
            }
        }

        _isDirty |= lines > 0;
    }

    private void Take(IReadOnlyList<LogLine> events)
    {
        foreach (var read in events)
        {
            switch (read)
            {
                case AuthLine login:
                    Append(_spools.Logins, _logins, AccountBucket.Of(login.Event.Account), login.ToUtf8Json().ToArray(), login.Event.Time);
                    break;
                case DeliveryLine delivery:
                    var body = Encoding.UTF8.GetBytes(DeliveryEventJson.Write(delivery.Event));

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
            Keep(_state.Logins, _state.Deliveries);
        }

        _isDirty = true;
        Counts = Counts with { Events = Counts.Events + 1, LastEvent = time };
        if (body.Length > SpoolFrame.LongestBody || known.Take(body))
        {
            return;
        }

        Task<bool> Add() => spool.AppendAsync(bucket, body);
        _adding.Add((Add, Add()));
    }

    // Until the disk has all of them: a full disk holds the log up, and loses nothing.
    private async Task AddedAsync(CancellationToken cancellationToken)
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
                await Task.Delay(LookEvery, _time, cancellationToken).ConfigureAwait(false);
                _adding.AddRange(again.Select(append => (append, append())));
            }
        }
    }

    private void Save(LogFile file)
    {
        _saved = _time.GetTimestamp();
        if (!_isDirty)
        {
            Keep(null, null);
            return;
        }

        if (file.Id is not { } id)
        {
            return;
        }

        _state = _state with
        {
            Import = _state.Import.At(id, file.Position) with { Readers = _reader.Save() },
            Logins = _spools.Logins.Segments.Next,
            Deliveries = _spools.Deliveries.Segments.Next,
        };
        _state.Save(_stateFile);
        _isDirty = false;
        Keep(null, null);
    }

    private void Keep(long? logins, long? deliveries)
    {
        _keeps = logins is not null;
        _spools.Logins.Segments.Keep(_stateFile, logins);
        _spools.Deliveries.Segments.Keep(_stateFile, deliveries);
    }

    private async Task EndAsync()
    {
        if (_file is not { } file)
        {
            return;
        }

        try
        {
            await AddedAsync(CancellationToken.None).ConfigureAwait(false);
            Save(file);
        }
        catch (IOException e)
        {
            Log.NotSaved(_logger, _path, e.Message);
        }

        await file.DisposeAsync().ConfigureAwait(false);
        _file = null;
    }

    private void Tell(string? trouble)
    {
        var tally = _reader.Tally;
        var now = Counts with
        {
            Lines = tally.Lines,
            Recognised = tally.Recognised,
            NotUnderstood = tally.NotUnderstood + tally.Malformed + tally.Uncounted,
            HidesClients = tally.OnlyPrivateAddress is not null,
            Trouble = trouble,
        };
        if (trouble is not null && Counts.Trouble is null)
        {
            Log.NotRead(_logger, _path, trouble);
        }
        else if (trouble is null && Counts.Trouble is not null)
        {
            Log.ReadAgain(_logger, _path);
        }

        if (now.NotUnderstood > 0 && Counts.NotUnderstood == 0)
        {
            Log.NotUnderstood(_logger, _path);
        }

        Counts = now;
    }

    private static partial class Log
    {
        [LoggerMessage(7400, LogLevel.Warning, "{Path} cannot be read; it is tried again and again. {Reason}")]
        public static partial void NotRead(ILogger logger, string path, string reason);

        [LoggerMessage(7401, LogLevel.Information, "{Path} is read again.")]
        public static partial void ReadAgain(ILogger logger, string path);

        [LoggerMessage(7402, LogLevel.Warning, "{Path} holds lines that look like mail and are not understood. /healthz counts them; replay of the file shows one.")]
        public static partial void NotUnderstood(ILogger logger, string path);

        [LoggerMessage(7403, LogLevel.Warning, "How far {Path} is read could not be saved. {Reason}")]
        public static partial void NotSaved(ILogger logger, string path, string reason);
    }
}
