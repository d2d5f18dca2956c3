namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What settings of the nets would have done to a log.</summary>
/// <param name="Trials">The defaults, then every value of each setting with every value of the others.</param>
/// <param name="Good">Accounts of the log marked good.</param>
/// <param name="Abuse">Accounts of the log marked abuse.</param>
public sealed record GeoTrialStudy(IReadOnlyList<GeoNetTrial> Trials, int Good, int Abuse) : GeoLogStudy(Good)
{
    /// <summary>Whether the autonomous systems of clients were known; otherwise networks are address prefixes.</summary>
    public required bool KnowsSystems { get; init; }

    /// <summary>Deliveries of the log that tell their account: what the net Outcomes judges by.</summary>
    public required long Deliveries { get; init; }
}
