using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;
using AbuseServerless.Exemptions;
using AbuseServerless.Ingestion;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>Processes a batch of the auth-events hub: parse, locate, record, judge; set aside invalid events.</summary>
/// <remarks>It can be done again with the same batch at any time: a batch whose processing failed is delivered again, whole.</remarks>
public sealed partial class AuthEventProcessor(
    AuthEventReader reader,
    ExemptionSnapshot exemptions,
    ActivityRecorder recorder,
    DeadLetterTable deadLetters,
    IOptions<DeadLetterOptions> letters,
    TimeProvider time,
    ILogger<AuthEventProcessor> logger)
{
    private static readonly Rejection TooLate = new(
        RejectReason.TooLate, $"time: more than {SlotSet.Capacity} slots of 15 minutes before the account's latest event.");

    /// <summary>Processes a batch.</summary>
    /// <exception cref="Storage.StorageException">Storage failed: the batch must be processed again.</exception>
    public async Task ProcessAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        using var telemetry = new BatchTelemetry(batch.Hub, batch.Partition, batch.Enqueued, time);
        var began = time.GetUtcNow().UtcDateTime;
        var rejected = new BatchRejections(batch, letters.Value.MaximumPerBatch);
        var counted = Read(batch, await exemptions.GetAsync(cancellationToken).ConfigureAwait(false), rejected);
        var ignored = batch.Count - counted.Count - rejected.Count;
        foreach (var late in await RecordAsync(counted, cancellationToken).ConfigureAwait(false))
        {
            rejected.Add(late.Index, TooLate);
        }

        if (rejected.Count > 0)
        {
            using var storing = BatchTelemetry.BeginPhase("store dead letters");
            await deadLetters.AddAsync(rejected.Letters, cancellationToken).ConfigureAwait(false);
            IngestionMetrics.Overflowed(rejected.Letters, time.GetUtcNow());
            Log.Rejected(logger, rejected.Count, rejected.Letters.Count, batch.Count, batch.Hub, batch.Partition);
        }

        telemetry.Succeeded();
        if (batch.Enqueued.Count > 0)
        {
            IngestionMetrics.Done(batch.Enqueued[^1], began - batch.Enqueued[^1]);
        }

        IngestionMetrics.Count(batch.Hub, "counted", batch.Count - ignored - rejected.Count);
        IngestionMetrics.Count(batch.Hub, "ignored", ignored);
        IngestionMetrics.Count(batch.Hub, "rejected", rejected.Count);
        IngestionMetrics.CountPlaceless(counted);
        Log.Processed(logger, batch.Count, counted.Count, batch.Hub, batch.Partition);
    }

    private List<LocatedEvent> Read(EventBatch batch, ExemptionSet exempted, BatchRejections rejected)
    {
        using var reading = BatchTelemetry.BeginPhase("parse and locate");
        return reader.Read(batch, exempted, rejected);
    }

    private async Task<IReadOnlyList<LocatedEvent>> RecordAsync(List<LocatedEvent> events, CancellationToken cancellationToken)
    {
        using var recording = BatchTelemetry.BeginPhase("remember and judge");
        return await recorder.RecordAsync(events, cancellationToken).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Debug, "Processed messages of {Hub}/{Partition}: {Messages}. AUTH events that count: {Counted}.")]
        public static partial void Processed(ILogger logger, int messages, int counted, string hub, int partition);

        [LoggerMessage(1001, LogLevel.Warning, "Messages of {Hub}/{Partition} written to the dead-letter table: {Rejected} of {Messages}. Rows there: {Letters}.")]
        public static partial void Rejected(ILogger logger, int rejected, int letters, int messages, string hub, int partition);
    }
}
