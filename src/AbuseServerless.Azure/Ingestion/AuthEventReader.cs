using System.Buffers;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>Reads the messages of a batch: which are events that count, and from where.</summary>
public sealed class AuthEventReader(IGeolocator geolocator, IAsnLookup asn, IOptions<ActivityOptions> options, IOptions<EnforcementOptions> enforcement)
{
    /// <summary>Reads a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="exemptions">What does not count.</param>
    /// <param name="rejected">Receives invalid events.</param>
    /// <returns>The events that count.</returns>
    public List<LocatedEvent> Read(EventBatch batch, ExemptionSet exemptions, BatchRejections rejected)
    {
        var countFailures = options.Value.CountFailures;
        var maximumAge = enforcement.Value.MaximumEvidenceAge;
        var accepted = ArrayPool<(AuthEvent Event, int Index)>.Shared.Rent(batch.Count);
        var count = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (!AuthEventParser.TryParse(batch.Bodies[i], batch.EnqueuedAt(i), out var parsed, out var rejection))
            {
                rejected.Add(i, rejection);
            }
            else if (parsed.Success || countFailures)
            {
                accepted[count++] = (parsed, i);
            }
        }

        // In a loop of its own: each look-up waits for memory, and the processor begins the next ones meanwhile.
        var counted = new List<LocatedEvent>(count);
        foreach (var (parsed, i) in accepted.AsSpan(0, count))
        {
            var place = exemptions.Apply(parsed.Account, parsed.Address, geolocator.Locate(parsed.Address), parsed.Time);

            // By the hub's time and not by now: however often the event is delivered, and wherever, it is as old.
            var position = batch.PositionOf(i);
            counted.Add(new LocatedEvent(parsed, position.Enqueued - parsed.Time > maximumAge ? place.AsLate() : place, position, i, asn.Find(parsed.Address) ?? 0));
        }

        ArrayPool<(AuthEvent, int)>.Shared.Return(accepted, clearArray: true);
        return counted;
    }
}
