namespace AbuseServerless.PowerShell;

/// <summary>Whether suspended accounts are refused: as set by an operator, or else as reported by the workers and gates.</summary>
public sealed record GeoEnforcement
{
    /// <summary>
    /// The current mode. If no operator has set it, the app setting Enforcement:Mode applies, and this is what the workers and gates report; null if they report nothing or disagree.
    /// </summary>
    public GeoEnforcementMode? Mode { get; init; }

    /// <summary>Since when, UTC; null where no operator has set it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who set it; null if no operator has.</summary>
    public string? By { get; init; }

    /// <summary>Why; null where no operator has set it.</summary>
    public string? Reason { get; init; }

    /// <summary>The mode in a sentence.</summary>
    public override string ToString() => Mode switch
    {
        GeoEnforcementMode.Enforce => $"Suspended accounts are refused{Source}.",
        GeoEnforcementMode.Observe => $"The installation observes: nobody is refused{Source}.",
        _ => "No operator has set the mode: nobody is refused unless the app setting Enforcement:Mode is Enforce.",
    };

    private string Source => Since is null ? ", by the app setting Enforcement:Mode" : "";
}
