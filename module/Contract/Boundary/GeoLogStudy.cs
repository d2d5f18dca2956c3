namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What a study of a log says of the log.</summary>
/// <param name="Good">Accounts marked good.</param>
public abstract record GeoLogStudy(int Good)
{
    /// <summary>Active accounts marked good that a recommendation needs at the least.</summary>
    public required int MinimumJudged { get; init; }

    /// <summary>What the log is, and what of it was understood; null where none was read.</summary>
    public string? Found { get; init; }

    /// <summary>What is wrong with the log, a line each.</summary>
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
