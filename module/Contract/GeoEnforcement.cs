namespace AbuseServerless.PowerShell;

/// <summary>Whether suspended accounts are refused: as an operator has set it, or else as the workers and gates say.</summary>
public sealed record GeoEnforcement
{
    /// <summary>
    /// What holds. Where no operator has set it, the app setting Enforcement:Mode does, and this is what the workers and gates say of it; null where they say nothing or do not agree.
    /// </summary>
    public GeoEnforcementMode? Mode { get; init; }

    /// <summary>Since when, UTC; null where no operator has set it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who set it; null where no operator has.</summary>
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
