namespace AbuseServerless.Report.Model;

/// <summary>Why the report's numbers may not tell the whole.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Count">How many messages or logs; null where there is nothing to count.</param>
/// <param name="Since">The newest event or the last whole day, UTC; null where there is none.</param>
public sealed record Doubt(DoubtKind Kind, int? Count = null, DateTimeOffset? Since = null)
{
    // Mail servers of a small provider may be idle for a night's hours; half a day without a login is none.
    private static readonly TimeSpan Silence = TimeSpan.FromHours(12);

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

        if (data.Days.Count == 0)
        {
            doubts.Add(new(DoubtKind.NotSummarised));
        }

        if (data.Rejected.Count > 0)
        {
            doubts.Add(new(DoubtKind.DeadLetters, data.Rejected.Count));
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

    /// <summary>No day of the report is summarised yet.</summary>
    NotSummarised,

    /// <summary>Messages were rejected in the last 7 UTC days.</summary>
    DeadLetters,

    /// <summary>Logs on mail servers cannot be read, or are not understood.</summary>
    Logs,
}
