using AbuseServerless.Activity;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>What is done with a batch of the auth-events hub: parse, locate, remember, judge; put aside what is no event.</summary>
/// <remarks>It can be done again with the same batch at any time: a batch whose processing failed is delivered again, whole.</remarks>
public sealed partial class AuthEventProcessor(
    IGeolocator geolocator,
    ExemptionSnapshot exemptionSnapshot,
    ActivityRecorder recorder,
    DeadLetterTable deadLetters,
    IOptions<ActivityOptions> options,
    TimeProvider time,
    ILogger<AuthEventProcessor> logger)
{
    private static readonly Rejection TooLate = new(
        RejectReason.TooLate, $"time: more than {SlotSet.Capacity} slots of 15 minutes before the account's latest event.");

    /// <summary>Processes a batch.</summary>
    /// <exception cref="Storage.StorageException">Storage failed: the batch must be processed again.</exception>
    public async Task ProcessAsync(AuthEventBatch batch, CancellationToken cancellationToken)
    {
        using var telemetry = new BatchTelemetry(batch.Hub, batch.Partition, batch.Enqueued, time);
        var exemptions = await exemptionSnapshot.GetAsync(cancellationToken).ConfigureAwait(false);
        var rejected = new List<DeadLetter>();
        var counted = new List<LocatedEvent>(batch.Bodies.Count);
        var locating = BatchTelemetry.BeginPhase("parse and locate");
        for (var i = 0; i < batch.Bodies.Count; i++)
        {
            var enqueued = new DateTimeOffset(DateTime.SpecifyKind(batch.Enqueued[i], DateTimeKind.Utc));
            if (!AuthEventParser.TryParse(batch.Bodies[i], enqueued, out var parsed, out var rejection))
            {
                rejected.Add(Reject(batch, i, enqueued, rejection));
            }
            else if (parsed.Success || options.Value.CountFailures)
            {
                var position = new EventPosition(batch.Partition, batch.SequenceNumbers[i], WholeMilliseconds(enqueued));
                var place = exemptions.Apply(parsed.Account, parsed.Address, geolocator.Locate(parsed.Address), parsed.Time);
                counted.Add(new LocatedEvent(parsed, place, position, i));
            }
        }

        locating?.Stop();
        var ignored = batch.Bodies.Count - counted.Count - rejected.Count;
        foreach (var late in await RecordAsync(counted, cancellationToken).ConfigureAwait(false))
        {
            rejected.Add(Reject(batch, late.Index, late.Position.Enqueued, TooLate));
        }

        if (rejected.Count > 0)
        {
            using var storing = BatchTelemetry.BeginPhase("store dead letters");
            await deadLetters.AddAsync(rejected, cancellationToken).ConfigureAwait(false);
            Log.Rejected(logger, rejected.Count, batch.Bodies.Count, batch.Hub, batch.Partition);
        }

        telemetry.Succeeded();
        IngestionMetrics.Count(batch.Hub, "counted", batch.Bodies.Count - ignored - rejected.Count);
        IngestionMetrics.Count(batch.Hub, "ignored", ignored);
        IngestionMetrics.Count(batch.Hub, "rejected", rejected.Count);
        IngestionMetrics.CountPlaceless(counted);
        Log.Processed(logger, batch.Bodies.Count, counted.Count, batch.Hub, batch.Partition);
    }

    private async Task<IReadOnlyList<LocatedEvent>> RecordAsync(List<LocatedEvent> events, CancellationToken cancellationToken)
    {
        using var recording = BatchTelemetry.BeginPhase("remember and judge");
        return await recorder.RecordAsync(events, cancellationToken).ConfigureAwait(false);
    }

    private static DeadLetter Reject(AuthEventBatch batch, int index, DateTimeOffset enqueued, Rejection rejection) =>
        new(batch.Hub, batch.Partition, batch.SequenceNumbers[index], enqueued, rejection, batch.Bodies[index]);

    private static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Debug, "Processed {Messages} messages of {Hub}/{Partition}: {Counted} AUTHs that count.")]
        public static partial void Processed(ILogger logger, int messages, int counted, string hub, int partition);

        [LoggerMessage(1001, LogLevel.Warning, "Put {Rejected} of {Messages} messages of {Hub}/{Partition} among the dead letters.")]
        public static partial void Rejected(ILogger logger, int rejected, int messages, string hub, int partition);
    }
}
