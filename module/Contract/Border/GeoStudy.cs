namespace AbuseServerless.PowerShell.Border;

/// <summary>What thresholds would do.</summary>
/// <param name="Thresholds">By window, then by threshold.</param>
/// <param name="Good">Accounts marked good.</param>
public sealed record GeoStudy(IReadOnlyList<GeoThreshold> Thresholds, int Good)
{
    /// <summary>Active accounts marked good that a recommendation needs at the least.</summary>
    public required int FewestJudged { get; init; }

    /// <summary>What the log is, and what of it was understood; null where none was read.</summary>
    public string? Found { get; init; }

    /// <summary>What is wrong with the log, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Events of a log that counted.</summary>
    public long Events { get; init; }

    /// <summary>Lines of a log that should hold an event and hold none.</summary>
    public long Rejected { get; init; }

    /// <summary>Events of a log that came more than eight hours after a later one of their account.</summary>
    public long Late { get; init; }

    /// <summary>Stored exemptions by autonomous system that could not be honoured for want of a database.</summary>
    public int AsnExemptions { get; init; }
}
