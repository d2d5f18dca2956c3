using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Ingestion;
using AbuseServerless.Retention;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Deliveries;

/// <summary>Processes a batch of the delivery-events hub: parse, classify, count; record the outcomes of accounts and judge them; set aside invalid events.</summary>
/// <remarks>It can be done again with the same batch at any time: a batch whose processing failed is delivered again, whole.</remarks>
public sealed partial class DeliveryEventProcessor(
    ProviderTable providers,
    ReplyClassifier classifier,
    DayCalendar calendar,
    DeliveryRecorder recorder,
    ActivityRecorder activity,
    ExemptionSnapshot exemptions,
    DeadLetterTable deadLetters,
    IOptions<DeadLetterOptions> letters,
    IOptions<RetentionOptions> retention,
    IOptions<EnforcementOptions> enforcement,
    TimeProvider time,
    ILogger<DeliveryEventProcessor> logger)
{
    /// <summary>Processes a batch.</summary>
    /// <exception cref="Storage.StorageException">Storage failed: the batch must be processed again.</exception>
    public async Task ProcessAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        using var telemetry = new BatchTelemetry(batch.Hub, batch.Partition, batch.Enqueued, time);
        var rejected = new BatchRejections(batch, letters.Value.MaximumPerBatch, Discreet);
        var counted = new List<ClassifiedDelivery>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var enqueued = batch.EnqueuedAt(i);
            if (!DeliveryEventParser.TryParse(batch.TextOf(i), enqueued, out var parsed, out var rejection))
            {
                rejected.Add(i, rejection);
            }
            else if (IsTooLate(parsed, enqueued))
            {
                rejected.Add(i, TooLate());
            }
            else
            {
                counted.Add(Classify(parsed, batch.PositionOf(i)));
            }
        }

        await recorder.RecordAsync(batch.Partition, counted, cancellationToken).ConfigureAwait(false);
        await RememberAsync(counted, cancellationToken).ConfigureAwait(false);
        if (rejected.Count > 0)
        {
            await deadLetters.AddAsync(rejected.Letters, cancellationToken).ConfigureAwait(false);
            IngestionMetrics.Overflowed(rejected.Letters, time.GetUtcNow());
            Log.Rejected(logger, rejected.Count, rejected.Letters.Count, batch.Count, batch.Hub, batch.Partition);
        }

        telemetry.Succeeded();
        IngestionMetrics.Count(batch.Hub, "counted", counted.Count);
        IngestionMetrics.Count(batch.Hub, "rejected", rejected.Count);
        Log.Processed(logger, batch.Count, counted.Count, batch.Hub, batch.Partition);
    }

    // By the event's own two times, as with AUTHs: what comes too late for anything to be done on it does not count for its account.
    private async Task RememberAsync(IReadOnlyList<ClassifiedDelivery> deliveries, CancellationToken cancellationToken)
    {
        var outcomes = new List<LocatedOutcome>();
        foreach (var delivery in deliveries)
        {
            if (delivery.Position.Enqueued - delivery.Event.Time <= enforcement.Value.MaximumEvidenceAge
                && LocatedOutcome.Of(delivery.Event, delivery.Reply, delivery.Position) is { } outcome)
            {
                outcomes.Add(outcome);
            }
        }

        if (outcomes.Count > 0)
        {
            var exempted = await exemptions.GetAsync(cancellationToken).ConfigureAwait(false);
            await activity.RecordAsync([.. outcomes.Select(exempted.Apply).OfType<LocatedOutcome>()], cancellationToken).ConfigureAwait(false);
        }
    }

    private ClassifiedDelivery Classify(DeliveryEvent delivery, EventPosition position) => new(
        delivery,
        providers.Find(delivery.RecipientDomain, delivery.Relay, delivery.IsRelayed),
        delivery.Status == DeliveryStatus.Sent ? ReplyClass.Other : classifier.Classify(delivery.Dsn, delivery.Reply),
        position);

    // By the event's own two times, so that it is the same whenever it is delivered again.
    private bool IsTooLate(DeliveryEvent delivery, DateTimeOffset enqueued) =>
        calendar.DayOf(delivery.Time) < calendar.DayOf(enqueued).AddDays(-retention.Value.DeliveryCounts);

    // What is wrong with a message may be that it holds a recipient's whole address, also with the at sign as an escape of JSON: none is stored.
    private static string Discreet(string body) => ReplyText.HideLocalParts(body.Replace("\\u0040", "@", StringComparison.OrdinalIgnoreCase));

    private Rejection TooLate() => new(RejectReason.TooLate, FormattableString.Invariant($"time: more than {Quantity.Of(retention.Value.DeliveryCounts, "day")} before the message was enqueued."));

    private static partial class Log
    {
        [LoggerMessage(1400, LogLevel.Debug, "Processed messages of {Hub}/{Partition}: {Messages}. Deliveries that count: {Counted}.")]
        public static partial void Processed(ILogger logger, int messages, int counted, string hub, int partition);

        [LoggerMessage(1401, LogLevel.Warning, "Messages of {Hub}/{Partition} written to the dead-letter table: {Rejected} of {Messages}. Rows there: {Letters}.")]
        public static partial void Rejected(ILogger logger, int rejected, int letters, int messages, string hub, int partition);
    }
}
