namespace AbuseServerless.Report.Model;

/// <summary>Why the report's numbers may not tell the whole.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Count">How many messages, logs, minutes or days; null where there is nothing to count.</param>
/// <param name="Since">The newest event, the last summary or the last import, UTC; null where there is none.</param>
/// <param name="Next">When days are summarised next, UTC; null where that is not what is wrong.</param>
/// <param name="Share">Which part of the sightings, 0 to 1; null where that is not what is wrong.</param>
public sealed record Doubt(DoubtKind Kind, int? Count = null, DateTimeOffset? Since = null, DateTimeOffset? Next = null, double? Share = null)
{
    // Mail servers of a small provider may be idle for a night's hours; half a day without a login is none.
    private static readonly TimeSpan Silence = TimeSpan.FromHours(12);

    // As long as Get-GeoStatus bears it.
    private static readonly TimeSpan MaximumLag = TimeSpan.FromMinutes(5);

    // The databases leave out a hundredth of the addresses in use, or less. Beyond a tenth a proxy hides the clients, or the data is not that of these addresses.
    private const double MaximumPlaceless = 0.1;

    internal static IReadOnlyList<Doubt> Of(ReportData data)
    {
        List<Doubt> doubts = [];
        if (data.NewestSighting is not { } newest)
        {
            doubts.Add(new(DoubtKind.NoEvents));
        }
        else if (data.Made - newest > Silence)
        {
            doubts.Add(new(DoubtKind.OldEvents, Since: newest));
        }

        if (data.Summarised is not { } summarised)
        {
            doubts.Add(new(DoubtKind.NotSummarised, Next: Summary.Next(data.Made)));
        }
        else if (Summary.IsOld(data))
        {
            doubts.Add(new(DoubtKind.OldSummary, Since: summarised, Next: Summary.Next(data.Made)));
        }
        else if (Summary.NotCounted(data) is { } imported)
        {
            doubts.Add(new(DoubtKind.Imported, Since: imported, Next: Summary.Next(data.Made)));
        }

        if (data.Processing.Lag is { } lag && lag > MaximumLag)
        {
            doubts.Add(new(DoubtKind.Lag, (int)lag.TotalMinutes));
        }

        if (data.Processing.Placeless is > MaximumPlaceless and var placeless)
        {
            doubts.Add(new(DoubtKind.Placeless, Share: placeless));
        }

        if (data.Made - data.Processing.DatabaseBuilt is { } age && age > data.Processing.DatabaseMaximumAge)
        {
            doubts.Add(new(DoubtKind.OldDatabase, age.Days));
        }

        if (data.Rejected.Count > 0)
        {
            doubts.Add(new(data.Rejected.More ? DoubtKind.ManyDeadLetters : DoubtKind.DeadLetters, data.Rejected.Count));
        }

        if (data.Logs.Count(log => log.Log.Wrong is not null) is > 0 and var wrong)
        {
            doubts.Add(new(DoubtKind.Logs, wrong));
        }

        return doubts;
    }
}

/// <summary>What is wrong with the numbers of a report.</summary>
public enum DoubtKind
{
    /// <summary>No AUTH event is remembered.</summary>
    NoEvents,

    /// <summary>No AUTH event came for 12 hours.</summary>
    OldEvents,

    /// <summary>No day was ever summarised.</summary>
    NotSummarised,

    /// <summary>No day was summarised for more than 2 hours.</summary>
    OldSummary,

    /// <summary>A log was imported after the days were summarised, or so shortly before that not all of it may be counted.</summary>
    Imported,

    /// <summary>AUTH events are processed more than 5 minutes late.</summary>
    Lag,

    /// <summary>More than a tenth of the sightings are in no country.</summary>
    Placeless,

    /// <summary>The geolocation data is older than its setting allows.</summary>
    OldDatabase,

    /// <summary>Messages were rejected in the last 7 UTC days.</summary>
    DeadLetters,

    /// <summary>More messages than were counted were rejected in the last 7 UTC days.</summary>
    ManyDeadLetters,

    /// <summary>Logs on mail servers cannot be read, or are not understood.</summary>
    Logs,
}
