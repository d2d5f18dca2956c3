namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Facts about the log that a study read.</summary>
/// <param name="Good">Accounts marked good.</param>
public abstract record GeoLogStudy(int Good)
{
    /// <summary>Minimum number of active accounts marked good for a recommendation.</summary>
    public required int MinimumJudged { get; init; }

    /// <summary>The format of the log, and how much of it was understood; null if none was read.</summary>
    public string? Found { get; init; }

    /// <summary>What is wrong with the log, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Events of a log that counted.</summary>
    public long Events { get; init; }

    /// <summary>Lines of a log that should hold an event and hold none.</summary>
    public long Rejected { get; init; }

    /// <summary>Events of a log that came so much later than a later one of their account that they do not count as they should.</summary>
    public long Late { get; init; }

    /// <summary>Stored exemptions by autonomous system that could not be honoured for want of a database.</summary>
    public int AsnExemptions { get; init; }
}
