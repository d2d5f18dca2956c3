using System.Diagnostics.Metrics;
using AbuseServerless.Detection.Account;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>Counts what comes from the hubs and what becomes of it, once a batch: a batch that is delivered again is counted again.</summary>
internal static class IngestionMetrics
{
    private const string Prefix = "abuseserverless.ingestion.";

    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _events = _meter.CreateCounter<long>(Prefix + "events", "{event}", "Events of batches that succeeded.");
    private static readonly Counter<long> _placeless = _meter.CreateCounter<long>(Prefix + "placeless", "{event}", "Events that do not count for any country.");
    private static readonly Counter<long> _deadLetters = _meter.CreateCounter<long>("abuseserverless.dead_letters", "{message}", "Messages written to the dead-letter table.");
    private static readonly Counter<long> _notStored = _meter.CreateCounter<long>(
        "abuseserverless.dead_letters.not_stored", "{message}", "Rejected messages beyond DeadLetters:MaximumPerBatch, represented by another dead letter.");

    private static readonly Histogram<long> _size = _meter.CreateHistogram(
        Prefix + "batch.size", "{event}", "Events of a batch.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 10, 50, 100, 250, 500, 1000, 2000, 5000] });

    private static readonly Histogram<double> _duration = _meter.CreateHistogram(
        Prefix + "batch.duration", "s", "Duration of a batch.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    private static readonly Histogram<double> _lag = _meter.CreateHistogram(
        Prefix + "lag", "s", "Age of a batch's newest event when its processing began.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 21600] });

    /// <summary>Notes a batch that begins.</summary>
    /// <param name="hub">Name of the hub.</param>
    /// <param name="partition">Number of the partition.</param>
    /// <param name="events">Events in the batch.</param>
    /// <param name="lag">Age of its newest event; negative where the clocks disagree.</param>
    public static void Begun(string hub, int partition, int events, TimeSpan lag)
    {
        _size.Record(events, new KeyValuePair<string, object?>("hub", hub));
        _lag.Record(Math.Max(lag.TotalSeconds, 0), new("hub", hub), new("partition", partition));
    }

    /// <summary>Notes the time that a batch took.</summary>
    public static void Ended(string hub, TimeSpan duration, bool succeeded) =>
        _duration.Record(duration.TotalSeconds, new("hub", hub), new("outcome", succeeded ? "success" : "failure"));

    /// <summary>When the hub took the newest AUTH event of the last batch that succeeded, and how old it was when processing began; null before the first.</summary>
    public static NewestEvent? Newest { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>Notes that a batch of AUTH events is done.</summary>
    public static void Done(DateTime enqueued, TimeSpan lag)
    {
        var time = new DateTimeOffset(DateTime.SpecifyKind(enqueued, DateTimeKind.Utc));
        if (Newest is not { } newest || newest.Enqueued <= time)
        {
            Newest = new NewestEvent(time, lag);
        }
    }

    /// <param name="Enqueued">When it reached the event hub, UTC.</param>
    /// <param name="Lag">How old it was when its processing began.</param>
    internal sealed record NewestEvent(DateTimeOffset Enqueued, TimeSpan Lag);

    /// <summary>Counts events of a batch that has succeeded.</summary>
    /// <param name="hub">Name of the hub.</param>
    /// <param name="outcome"><c>counted</c>, <c>ignored</c> or <c>rejected</c>.</param>
    /// <param name="events">How many.</param>
    public static void Count(string hub, string outcome, int events)
    {
        if (events > 0)
        {
            _events.Add(events, new("hub", hub), new("outcome", outcome));
        }
    }

    /// <summary>Counts those that are in no country.</summary>
    public static void CountPlaceless(IReadOnlyList<LocatedEvent> events)
    {
        var (exempted, hidden, unlocated) = (0, 0, 0);
        foreach (var located in events)
        {
            switch (located.Place)
            {
                case { HasCountry: true }:
                    break;
                case var place when place == Place.Exempted:
                    exempted++;
                    break;
                case var place when place.AsWatchOnly() == Place.PrivateNetwork.AsWatchOnly():
                    hidden++;
                    break;
                default:
                    unlocated++;
                    break;
            }
        }

        CountPlaceless("exempted", exempted);
        CountPlaceless("private", hidden);
        CountPlaceless("unlocated", unlocated);
    }

    /// <summary>Rejected messages for which another dead letter stands since the process began, without those that came too late, and when the last of them was rejected; null without any.</summary>
    public static Unstored? NotStored { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>The same of messages that came too late, as those of an old log that is imported.</summary>
    public static Unstored? NotStoredLate { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>Counts dead letters.</summary>
    /// <param name="reason">Why they were rejected.</param>
    /// <param name="letters">Those that are stored.</param>
    /// <param name="notStored">Further messages for which they stand.</param>
    public static void CountDeadLetters(RejectReason reason, int letters, int notStored)
    {
        _deadLetters.Add(letters, new KeyValuePair<string, object?>("reason", reason.ToString()));
        if (notStored > 0)
        {
            _notStored.Add(notStored, new KeyValuePair<string, object?>("reason", reason.ToString()));
        }
    }

    /// <summary>Notes messages for which another dead letter stands.</summary>
    public static void Overflowed(IReadOnlyList<DeadLetter> letters, DateTimeOffset now)
    {
        // Of two batches at once one may go uncounted: it is a figure to look at, the metric counts.
        NotStored = Add(NotStored, letters.Where(letter => letter.Rejection.Reason != RejectReason.TooLate), now);
        NotStoredLate = Add(NotStoredLate, letters.Where(letter => letter.Rejection.Reason == RejectReason.TooLate), now);
    }

    private static Unstored? Add(Unstored? known, IEnumerable<DeadLetter> letters, DateTimeOffset now) =>
        letters.Sum(letter => letter.Messages - 1) is > 0 and var messages ? new Unstored((known?.Messages ?? 0) + messages, now) : known;

    /// <param name="Messages">How many.</param>
    /// <param name="Last">When the last of them was rejected, UTC.</param>
    internal sealed record Unstored(long Messages, DateTimeOffset Last);

    private static void CountPlaceless(string place, int events)
    {
        if (events > 0)
        {
            _placeless.Add(events, new KeyValuePair<string, object?>("place", place));
        }
    }
}
