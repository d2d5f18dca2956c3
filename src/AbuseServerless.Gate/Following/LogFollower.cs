using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Gate.Following;

/// <summary>Follows a log file through its rotations.</summary>
internal sealed class LogFollower(string path, string stateFile, LogFormat? format, TimeZoneInfo zone, SpooledLogs spools, AccountAliases aliases, TimeProvider time, ILogger logger)
    : Follower(path, stateFile, format, zone, spools, aliases, time, logger)
{
    private static readonly TimeSpan MaximumWritingTime = TimeSpan.FromMinutes(10);

    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private LogFile? _file;
    private string? _fileName;
    private ResumePoint _resume;

    /// <inheritdoc/>
    public override async Task RunAsync(CancellationToken cancellationToken)
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
                pause = pause * 2 < MaximumPause ? (pause < LookEvery ? LookEvery : pause * 2) : MaximumPause;
            }

            await Task.Delay(pause, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        var isBroken = !await TryReadAsync(file, cancellationToken).ConfigureAwait(false);
        var isOver = file.IsCompressed || _fileName != Name || await file.IsReplacedAsync(Name, cancellationToken).ConfigureAwait(false);
        if (isOver && !isBroken)
        {
            // What was still written to it before it was let go of.
            await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            if (!file.IsTruncated && file.TakeRest() is { } rest)
            {
                Take(Reader.Read(rest).Events);
            }
        }

        if (isOver)
        {
            Take(Reader.End());
            _resume = new ResumePoint(file.Position);
        }

        Take(Reader.Release(Time.GetUtcNow() - MailLogReader.MaximumWait));
        await AddedAsync(cancellationToken).ConfigureAwait(false);
        if (isOver || IsTimeToSave)
        {
            Save(file);
        }

        if (isOver)
        {
            if (_fileName != Name && file.Id is { } id)
            {
                _passed.Add($"{_fileName}/{id}");
            }

            await file.DisposeAsync().ConfigureAwait(false);
            _file = null;
        }

        // One that cannot grow under its own name is looked at again and again.
        return isOver && !(file.IsCompressed && _fileName == Name);
    }

    private async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var last = State.Import.Logs is [.., var log] ? log.Id : null;
        foreach (var name in await Rotation.FilesBehindAsync(Name, last, cancellationToken).ConfigureAwait(false))
        {
            var file = await LogFile.OpenAsync(name, cancellationToken).ConfigureAwait(false);
            if (name != Name && (file.Id is null || _passed.Contains($"{name}/{file.Id}")))
            {
                await file.DisposeAsync().ConfigureAwait(false);
                continue;
            }

            await file.StartAtAsync(file.Id is { } id ? State.Import.PositionOf(id) : 0, cancellationToken).ConfigureAwait(false);
            try
            {
                Reader.Begin(await LogSource.LookAsync(name, Formats, Zone, Time, null, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (name != Name && IsLeftBroken(e, name))
            {
                Tell(e.Message);
                await file.DisposeAsync().ConfigureAwait(false);
                continue;
            }

            (_file, _fileName, _resume) = (file, name, new ResumePoint(file.Position));
            return true;
        }

        return false;
    }

    // A compressed file may still be being written. One that was not written to for a while and is broken stays so: what stands before the break was read, and the logs behind it are not to wait.
    private async Task<bool> TryReadAsync(LogFile file, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (IsLeftBroken(e, _fileName!))
        {
            Tell(e.Message);
            return false;
        }
    }

    private bool IsLeftBroken(Exception fault, string name) => LogFile.IsBroken(fault) && Time.GetUtcNow() - File.GetLastWriteTimeUtc(name) > MaximumWritingTime;

    private async Task ReadAsync(LogFile file, CancellationToken cancellationToken)
    {
        var lines = 0;
        while (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            var events = Reader.Read(line).Events;
            Take(events);
            _resume = _resume.After(file.Position, Reader, events.Count);
            if (++lines % LinesAtOnce == 0)
            {
                await AddedAsync(cancellationToken).ConfigureAwait(false);
                if (IsTimeToSave)
                {
                    Save(file);
                }
            }
        }

        if (lines > 0)
        {
            Moved();
        }
    }

    private void Save(LogFile file) => Save(At(file));

    private Func<FollowState, FollowState>? At(LogFile file) => file.Id is { } id ? state => state with { Import = state.Import.At(id, _resume.Position) } : null;

    private async Task EndAsync()
    {
        if (_file is { } file)
        {
            await EndAsync(At(file)).ConfigureAwait(false);
            await file.DisposeAsync().ConfigureAwait(false);
            _file = null;
        }
    }
}
