using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Gate.Spool;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Shipping;

/// <summary>
/// Publishes what is spooled, a piece at a time, each bucket's events under its own partition key, and acknowledges a piece once the hub has all of it. After a failure what the hub has not taken
/// of the piece is published again; after a restart the whole piece.
/// </summary>
internal sealed partial class EventShipper(EventSpool spool, BucketPublisher publisher, IOptions<ShippingOptions> options, TimeProvider time, ILogger<EventShipper> logger)
    : BackgroundService
{
    private const int MaximumPiece = 8192;

    // Pieces a second at full pace: few enough to fill batches, many enough to be even.
    private const int PiecesPerSecond = 4;
    private const int WorthSending = 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly List<SpooledEvent> _piece = new(MaximumPiece);
    private readonly int _maximumInPiece = Math.Min(MaximumPiece, options.Value.MaximumPerSecond / PiecesPerSecond);
    private long _published;
    private long _failures;
    private long _damaged;

    /// <summary>Events that the hub has acknowledged since the start, duplicates after failures not counted.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Attempts that failed since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Events of damaged files, never to be published.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var reader = new SpoolReader(spool.Segments);
        var pause = TimeSpan.Zero;
        var isBegun = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var start = time.GetTimestamp();
                if (!isBegun)
                {
                    await GatherAsync(reader, stoppingToken).ConfigureAwait(false);
                    start = time.GetTimestamp();
                    reader.Read(_piece, _maximumInPiece);
                    Interlocked.Exchange(ref _damaged, reader.Damaged);
                    Take();
                    isBegun = true;
                }

                await publisher.FlushAsync(stoppingToken).ConfigureAwait(false);
                isBegun = false;
                spool.Segments.Acknowledge(reader.Position);
                Interlocked.Add(ref _published, _piece.Count);
                if (pause > TimeSpan.Zero)
                {
                    Log.PublishesAgain(logger, spool.Segments.Waiting);
                }

                pause = TimeSpan.Zero;
                await PaceAsync(_piece.Count, time.GetElapsedTime(start), stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
            {
                Interlocked.Increment(ref _failures);
                if (pause == TimeSpan.Zero)
                {
                    Log.PublishingFailed(logger, spool.Segments.Waiting, e.Message);
                    Log.Cause(logger, e);
                }

                if (!isBegun)
                {
                    reader.Rewind();
                }

                pause = Longer(pause);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task GatherAsync(SpoolReader reader, CancellationToken cancellationToken)
    {
        await spool.WaitBehindAsync(reader.Position, cancellationToken).ConfigureAwait(false);
        if (spool.Segments.Waiting < WorthSending && options.Value.Gather > TimeSpan.Zero)
        {
            await Task.Delay(options.Value.Gather, time, cancellationToken).ConfigureAwait(false);
        }

        // The hub's answer came on a thread that waits for the network: what follows takes milliseconds, and others are waiting there.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
    }

    private void Take()
    {
        foreach (var spooled in _piece)
        {
            publisher.Add(spooled.Bucket, spooled.Body);
        }
    }

    private async Task PaceAsync(int published, TimeSpan taken, CancellationToken cancellationToken)
    {
        // A single event is followed by the next as soon as that comes: only a stream of them is slowed.
        var least = TimeSpan.FromSeconds((double)published / options.Value.MaximumPerSecond);
        if (least - taken is { TotalMilliseconds: >= 1 } rest)
        {
            await Task.Delay(rest, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan Longer(TimeSpan pause)
    {
        var next = pause == TimeSpan.Zero ? FirstPause : pause * 2;
        return next < options.Value.MaximumPause ? next : options.Value.MaximumPause;
    }

    private static partial class Log
    {
        [LoggerMessage(7200, LogLevel.Warning, "The event hub does not accept events; {Waiting} are waiting on disk. Retrying. {Reason}")]
        public static partial void PublishingFailed(ILogger logger, long waiting, string reason);

        [LoggerMessage(7201, LogLevel.Information, "The event hub accepts events again; {Waiting} are waiting on disk.")]
        public static partial void PublishesAgain(ILogger logger, long waiting);

        [LoggerMessage(7202, LogLevel.Debug, "Why the event hub does not accept events.")]
        public static partial void Cause(ILogger logger, Exception exception);
    }
}
