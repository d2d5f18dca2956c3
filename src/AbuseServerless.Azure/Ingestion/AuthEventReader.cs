using AbuseServerless.Activity;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>Reads the messages of a batch: which are events that count, and from where.</summary>
public sealed class AuthEventReader(IGeolocator geolocator, IOptions<ActivityOptions> options)
{
    /// <summary>Reads a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="exemptions">What does not count.</param>
    /// <param name="rejected">Gets what is no event.</param>
    /// <returns>The events that count.</returns>
    public List<LocatedEvent> Read(EventBatch batch, ExemptionSet exemptions, ICollection<DeadLetter> rejected)
    {
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

        return counted;
    }
}
