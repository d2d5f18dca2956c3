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
    ILogger<AuthEventProcessor> logger)
{
    private static readonly Rejection TooLate = new(
        RejectReason.TooLate, $"time: more than {SlotSet.Capacity} slots of 15 minutes before the account's latest event.");

    /// <summary>Processes a batch.</summary>
    /// <exception cref="Storage.StorageException">Storage failed: the batch must be processed again.</exception>
    public async Task ProcessAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        var exemptions = await exemptionSnapshot.GetAsync(cancellationToken).ConfigureAwait(false);
        var rejected = new List<DeadLetter>();
        var counted = new List<LocatedEvent>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var enqueued = batch.EnqueuedAt(i);
            if (!AuthEventParser.TryParse(batch.Bodies[i], enqueued, out var parsed, out var rejection))
            {
                rejected.Add(batch.Reject(i, rejection));
            }
            else if (parsed.Success || options.Value.CountFailures)
            {
                var place = exemptions.Apply(parsed.Account, parsed.Address, geolocator.Locate(parsed.Address), parsed.Time);
                counted.Add(new LocatedEvent(parsed, place, batch.PositionOf(i), i));
            }
        }

        foreach (var late in await recorder.RecordAsync(counted, cancellationToken).ConfigureAwait(false))
        {
            rejected.Add(batch.Reject(late.Index, TooLate));
        }

        if (rejected.Count > 0)
        {
            await deadLetters.AddAsync(rejected, cancellationToken).ConfigureAwait(false);
            Log.Rejected(logger, rejected.Count, batch.Count, batch.Hub, batch.Partition);
        }

        Log.Processed(logger, batch.Count, counted.Count, batch.Hub, batch.Partition);
    }

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Debug, "Processed {Messages} messages of {Hub}/{Partition}: {Counted} AUTHs that count.")]
        public static partial void Processed(ILogger logger, int messages, int counted, string hub, int partition);

        [LoggerMessage(1001, LogLevel.Warning, "Put {Rejected} of {Messages} messages of {Hub}/{Partition} among the dead letters.")]
        public static partial void Rejected(ILogger logger, int rejected, int messages, string hub, int partition);
    }
}
