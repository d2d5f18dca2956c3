using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Gate.Spool;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Shipping;

/// <summary>
/// Publishes what is spooled, a piece at a time, each bucket's events under its own partition key, and acknowledges a piece once the hub has all of it. After a failure the whole piece is
/// published again: duplicates change nothing.
/// </summary>
internal sealed partial class EventShipper(EventSpool spool, AuthEventPublisher publisher, IOptions<ShippingOptions> options, TimeProvider time, ILogger<EventShipper> logger)
    : BackgroundService
{
    private const int MostInPiece = 8192;
    private const int WorthSending = 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly List<SpooledEvent> _piece = new(MostInPiece);
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
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await GatherAsync(reader, stoppingToken).ConfigureAwait(false);
                reader.Read(_piece, MostInPiece);
                Interlocked.Exchange(ref _damaged, reader.Damaged);
                await PublishAsync(stoppingToken).ConfigureAwait(false);
                spool.Segments.Acknowledge(reader.Position);
                Interlocked.Add(ref _published, _piece.Count);
                if (pause > TimeSpan.Zero)
                {
                    Log.PublishesAgain(logger, spool.Segments.Waiting);
                }

                pause = TimeSpan.Zero;
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

                publisher.Discard();
                reader.Rewind();
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

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        foreach (var spooled in _piece)
        {
            await publisher.AddAsync(spooled.Bucket, spooled.Body, cancellationToken).ConfigureAwait(false);
        }

        await publisher.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan Longer(TimeSpan pause)
    {
        var next = pause == TimeSpan.Zero ? FirstPause : pause * 2;
        return next < options.Value.LongestPause ? next : options.Value.LongestPause;
    }

    private static partial class Log
    {
        [LoggerMessage(7200, LogLevel.Warning, "The hub takes no events; {Waiting} wait on disk, and it is tried again and again. {Reason}")]
        public static partial void PublishingFailed(ILogger logger, long waiting, string reason);

        [LoggerMessage(7201, LogLevel.Information, "The hub takes events again; {Waiting} wait on disk.")]
        public static partial void PublishesAgain(ILogger logger, long waiting);

        [LoggerMessage(7202, LogLevel.Debug, "Why the hub takes no events.")]
        public static partial void Cause(ILogger logger, Exception exception);
    }
}
