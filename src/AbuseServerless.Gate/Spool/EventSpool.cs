using AbuseServerless.Gate.Files;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Spool;

/// <summary>
/// Takes events and keeps them on disk until the hub has them. An event counts once the operating system has it: it outlives this process, however that ends, but not a power cut, for
/// there is no fsync.
/// </summary>
/// <remarks>
/// One thread of its own writes what has gathered in one write, so that a slow disk holds up those who report and nobody else. Those who append while it writes share the next write.
/// </remarks>
internal sealed partial class EventSpool : IDisposable
{
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _filled = new(false);
    private readonly Outage _outage = new();
    private readonly FolderLease _lease;
    private readonly ILogger<EventSpool> _logger;
    private readonly Thread _writer;
    private SpoolBatch _filling = new();
    private SpoolBatch _writing = new();
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private long _accepted;
    private long _refused;

    /// <summary>Opens the spool below the data folder.</summary>
    /// <param name="options">How large it may be.</param>
    /// <param name="gate">The data folder.</param>
    /// <param name="logger">Gets what happens.</param>
    /// <param name="name">Name of its folder.</param>
    /// <exception cref="IOException">The folder cannot be used, or another gate uses it.</exception>
    public EventSpool(IOptions<SpoolOptions> options, IOptions<GateOptions> gate, ILogger<EventSpool> logger, string name = "spool")
    {
        _logger = logger;
        var folder = Path.Combine(gate.Value.Data, name);
        _lease = FolderLease.Take(folder);
        Segments = new SpoolSegments(folder, options.Value.SegmentBytes, options.Value.MaximumBytes);
        if (Segments.CutBytes > 0)
        {
            Log.TailCut(logger, Segments.CutBytes);
        }

        _writer = new Thread(Write) { IsBackground = true, Name = "spool writer" };
        _writer.Start();
    }

    /// <summary>The files.</summary>
    public SpoolSegments Segments { get; }

    /// <summary>Events that came to disk since the start.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Events lost since the start because the disk took no write.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Appends one event.</summary>
    /// <param name="bucket">Bucket of its account, 0 to 63.</param>
    /// <param name="body">Its JSON in UTF-8, at most <see cref="SpoolFrame.MaximumBodyLength"/> bytes; copied before this returns.</param>
    /// <returns>Whether the operating system has it.</returns>
    public Task<bool> AppendAsync(int bucket, ReadOnlySpan<byte> body)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, SpoolFrame.MaximumBodyLength);
        Task<bool> written;
        bool first;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _filling.Add((byte)bucket, body);
            written = _filling.Written;
            first = _filling.Count == 1;
        }

        if (first)
        {
            _filled.Set();
        }

        return written;
    }

    /// <summary>Completes once there is something behind a position.</summary>
    public async Task WaitBehindAsync(SpoolPosition position, CancellationToken cancellationToken)
    {
        while (true)
        {
            var arrival = Volatile.Read(ref _arrival).Task;
            if (Segments.Acknowledged.Sequence + Segments.Waiting > position.Sequence)
            {
                return;
            }

            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what was appended, and closes the files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
        }

        _filled.Set();
        _writer.Join();
        Segments.Dispose();
        _lease.Dispose();
        _filled.Dispose();
    }

    private void Write()
    {
        while (true)
        {
            bool stopping;
            lock (_lock)
            {
                stopping = _stopping;
                (_filling, _writing) = (_writing, _filling);
            }

            if (_writing.Count > 0)
            {
                Write(_writing);
            }
            else if (stopping)
            {
                return;
            }
            else
            {
                _filled.WaitOne();
            }
        }
    }

    private void Write(SpoolBatch batch)
    {
        var written = TryWrite(batch);
        Interlocked.Add(ref (written ? ref _accepted : ref _refused), batch.Count);
        batch.Complete(written);
        if (written)
        {
            Interlocked.Exchange(ref _arrival, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    private bool TryWrite(SpoolBatch batch)
    {
        try
        {
            SpoolFrame.Seal(batch.Frames);
            Segments.Append(batch.Frames, batch.Count);
            if (_outage.End())
            {
                Log.WritesAgain(_logger);
            }
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_outage.Begin())
            {
                Log.WriteFailed(_logger, e);
            }
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7100, LogLevel.Warning, "The spool ended with an unfinished write, which was cut off (bytes: {Bytes}).")]
        public static partial void TailCut(ILogger logger, long bytes);

        [LoggerMessage(7101, LogLevel.Error, "The spool cannot be written: events are refused and lost until it can be written again.")]
        public static partial void WriteFailed(ILogger logger, Exception exception);

        [LoggerMessage(7102, LogLevel.Information, "The spool can be written again.")]
        public static partial void WritesAgain(ILogger logger);
    }
}
