using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>Sends the AUTH requests and deliveries of mail servers' logs to their hubs, and knows how far it has come.</summary>
/// <remarks>
/// The state is saved once the hubs have taken all events up to it: at the end of a log, whenever a followed one has nothing new, and otherwise every <see cref="SaveEvery"/>. So no event is lost, and
/// after a crash those since the last saved state are sent again: none twice that was saved. Repeated AUTH requests change nothing; repeated deliveries are counted again.
/// </remarks>
public sealed class MailLogImport : IAsyncDisposable
{
    /// <summary>Longest time between two saved states while lines are read: 10 seconds.</summary>
    public static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);

    // What is on its way when the import is given up has this long to arrive.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // To ask for the length of a file costs as much as to read a line.
    private const int LinesPerLook = 256;

    // A hub that is away for longer than this ends an import that does not follow.
    private static readonly TimeSpan MaximumPatience = TimeSpan.FromMinutes(10);

    private readonly Patience _patience;
    private readonly AuthEventPublisher _auths;
    private readonly DeliveryEventPublisher _deliveries;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maximumPatience;
    private readonly TimeZoneInfo _zone;
    private readonly IReadOnlyList<LogFormat>? _formats;
    private readonly string? _stateFile;
    private readonly FileStream? _lock;
    private readonly MailLogReader _reader;
    private ImportState _state;
    private string _path = "";
    private long _saved;
    private ResumePoint _resume;
    private bool _hasReleased;

    /// <param name="auths">Closed with the import.</param>
    /// <param name="deliveries">Closed with the import.</param>
    /// <param name="zone">The zone of time stamps that name none.</param>
    /// <param name="stateFile">Where the state is saved; null where the import is not to be gone on with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">How long a hub may be away before an import that does not follow fails; ten minutes where null.</param>
    /// <param name="formats">The kinds of logs that may come; null for all.</param>
    /// <exception cref="InvalidDataException">The state file is none.</exception>
    /// <exception cref="IOException">The state file cannot be read, or another import uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">The state file may not be read or written.</exception>
    public MailLogImport(AuthEventPublisher auths, DeliveryEventPublisher deliveries, TimeZoneInfo zone, string? stateFile, TimeProvider time, TimeSpan? patience = null, IReadOnlyList<LogFormat>? formats = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_zone, _formats) = (zone, formats);
        (_auths, _deliveries, _time, _stateFile) = (auths, deliveries, time, stateFile);
        _patience = new Patience(time);
        _maximumPatience = patience ?? MaximumPatience;
        _lock = stateFile is null ? null : new FileStream(stateFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        try
        {
            _state = stateFile is null ? ImportState.Empty : ImportState.Load(stateFile);
            _reader = new MailLogReader(formats, zone, time, state: _state.Readers);
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
    }

    /// <summary>What was read from the current log. Can be called from any thread.</summary>
    public MailLogCounts Counts { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); } = MailLogCounts.None;

    /// <summary>What was understood of the present log. To be asked once its import has ended.</summary>
    public LogTally Understood => _reader.Tally;

    /// <summary>What was understood of the present log when the state was saved last; null where it was not yet. May be asked from any thread.</summary>
    public LogHealth? Health { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>AUTH events that were read and not taken by the hub so far.</summary>
    public int PendingAuths => _auths.Pending;

    /// <summary>Delivery events that were read and not taken by the hub so far.</summary>
    public int PendingDeliveries => _deliveries.Pending;

    /// <summary>Why the import is waiting for an event hub; null if it is not. Can be called from any thread.</summary>
    public string? Trouble => _patience.Trouble;

    /// <summary>Sends what a log holds and no earlier import has sent.</summary>
    /// <param name="path">The log, plain or compressed by gzip, xz, zstd or bzip2.</param>
    /// <param name="follow">Whether to wait for more at its end, and to go on with the file that takes its place; then only cancellation ends the import.</param>
    /// <param name="cancellationToken">Gives the import up, after what was read was sent and the state saved.</param>
    /// <exception cref="IOException">The log cannot be read, or the state not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The log may not be read.</exception>
    /// <exception cref="InvalidDataException">The log is compressed, and broken before the end of its first line. Behind it, that is told by <see cref="Understood"/>.</exception>
    /// <exception cref="StorageException">A hub refused the events, or could not be reached for as long as the import has patience. Following waits for it as long as it takes.</exception>
    public async Task<MailLogCounts> ImportAsync(string path, bool follow, CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var giveUp = cancellationToken.Register(() => grace.CancelAfter(Trouble is null ? Grace : TimeSpan.Zero));
        _patience.Limit = follow ? TimeSpan.MaxValue : _maximumPatience;
        (Counts, Health, _path) = (MailLogCounts.None, null, path);
        if (!follow)
        {
            _reader.TellRepeated();
        }

        _reader.BeginTally();
        var file = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            _saved = _time.GetTimestamp();
            await ReadToEndAsync(file, path, cancellationToken, grace.Token).ConfigureAwait(false);
            while (follow && !file.IsCompressed)
            {
                await ReleaseAsync(_time.GetUtcNow() - MailLogReader.MaximumWait, grace.Token).ConfigureAwait(false);
                await SaveAsync(file, grace.Token).ConfigureAwait(false);
                if (await file.IsReplacedAsync(path, cancellationToken).ConfigureAwait(false))
                {
                    // What was still written to it before it was let go of.
                    await ReadToEndAsync(file, path, cancellationToken, grace.Token).ConfigureAwait(false);
                    await EndAsync(file, grace.Token).ConfigureAwait(false);
                    await SaveAsync(file, grace.Token).ConfigureAwait(false);
                    var next = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
                    await file.DisposeAsync().ConfigureAwait(false);
                    file = next;
                }
                else
                {
                    await Task.Delay(LookEvery, _time, cancellationToken).ConfigureAwait(false);
                }

                await ReadToEndAsync(file, path, cancellationToken, grace.Token).ConfigureAwait(false);
            }

            // Without a state nobody comes back for a line that is not whole yet.
            if ((_stateFile is null || file.IsCompressed) && file.TakeRest() is { } rest)
            {
                await SendAsync(rest, file, grace.Token).ConfigureAwait(false);
            }

            await EndAsync(file, grace.Token).ConfigureAwait(false);
            await ReleaseAsync(null, grace.Token).ConfigureAwait(false);
            await SaveAsync(file, grace.Token).ConfigureAwait(false);
            return Counts;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !grace.IsCancellationRequested)
        {
            await SaveAsync(file, grace.Token).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections; sends and saves nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _auths.DisposeAsync().ConfigureAwait(false);
        await _deliveries.DisposeAsync().ConfigureAwait(false);
        if (_lock is not null)
        {
            await _lock.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What the first lines of a log tell.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public Task<LogSource> LookAsync(string path, CancellationToken cancellationToken) => LogSource.LookAsync(path, _formats, _zone, _time, null, cancellationToken);

    private async Task<LogFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = await LogFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var position = file.Id is { } id ? _state.PositionOf(id) : 0;
        await file.StartAtAsync(position, cancellationToken).ConfigureAwait(false);
        _reader.Begin(await LookAsync(path, cancellationToken).ConfigureAwait(false));
        _resume = new ResumePoint(file.Position);
        return file;
    }

    private async Task<string?> NextAsync(LogFile file, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await file.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (LogFile.IsBroken(e))
        {
            _reader.EndEarly(path);
            return null;
        }
    }

    private async Task ReadToEndAsync(LogFile file, string path, CancellationToken cancellationToken, CancellationToken sending)
    {
        while (await NextAsync(file, path, cancellationToken).ConfigureAwait(false) is { } line)
        {
            await SendAsync(line, file, sending).ConfigureAwait(false);
            if (_time.GetElapsedTime(_saved) >= SaveEvery)
            {
                await SaveAsync(file, sending).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task SendAsync(string line, LogFile file, CancellationToken sending)
    {
        var counts = Counts with { Lines = Counts.Lines + 1 };
        counts = counts.Lines % LinesPerLook == 0 ? counts with { Share = file.Share } : counts;
        var said = _reader.Read(line);
        Counts = said is MalformedLine ? counts with { Malformed = counts.Malformed + 1 } : counts;
        var events = said.Events;
        await SendAsync(events, sending).ConfigureAwait(false);
        _resume = _resume.After(file.Position, _reader, events.Count);
    }

    // What a record lacks at the end may still be written: a later import takes it as a whole.
    private async Task EndAsync(LogFile file, CancellationToken sending)
    {
        var events = _reader.End();
        await SendAsync(events, sending).ConfigureAwait(false);
        _resume = events.Count > 0 ? new ResumePoint(file.Position) : _resume;
        Counts = _stateFile is null ? Counts : Counts with { Lines = Counts.Lines - _resume.Lines };
    }

    private async Task ReleaseAsync(DateTimeOffset? before, CancellationToken sending)
    {
        var released = _reader.Release(before);
        _hasReleased |= released.Count > 0;
        await SendAsync(released, sending).ConfigureAwait(false);
    }

    private async Task SendAsync(IReadOnlyList<LogLine> events, CancellationToken sending)
    {
        var counts = Counts;
        foreach (var read in events)
        {
            switch (read)
            {
                case AuthLine auth:
                    await _patience.RunAsync(() => _auths.AddAsync(auth.ToJson(), sending), sending).ConfigureAwait(false);
                    counts = counts with { Auths = counts.Auths + 1 };
                    break;
                case DeliveryLine delivery:
                    await _patience.RunAsync(() => _deliveries.AddAsync(DeliveryEventJson.Write(delivery.Event), sending), sending).ConfigureAwait(false);
                    counts = counts with { Deliveries = counts.Deliveries + 1 };
                    break;
            }
        }

        Counts = counts;
    }

    private async Task SaveAsync(LogFile file, CancellationToken sending)
    {
        await _patience.RunAsync(() => _auths.FlushAsync(sending), sending).ConfigureAwait(false);
        await _patience.RunAsync(() => _deliveries.FlushAsync(sending), sending).ConfigureAwait(false);
        if (_stateFile is not null && file.Id is { } id && (_hasReleased || _state.PositionOf(id) != _resume.Position))
        {
            _hasReleased = false;
            _state = _state.At(id, _resume.Position) with { Readers = _reader.Save() };
            _state.Save(_stateFile);
        }

        _saved = _time.GetTimestamp();
        Counts = Counts with { Share = file.Share };
        Health = LogHealth.Of(_path, _reader.Tally);
    }
}
