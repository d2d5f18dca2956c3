namespace AbuseServerless.PowerShell;

/// <summary>Whether suspended accounts are refused, as an operator has set it.</summary>
public sealed record GeoEnforcement
{
    /// <summary>What was set; null where no operator has: then the app setting Enforcement:Mode holds, which is Observe unless it says otherwise.</summary>
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
        GeoEnforcementMode.Enforce => "Suspended accounts are refused.",
        GeoEnforcementMode.Observe => "It observes: nobody is refused.",
        _ => "No operator has set whether suspended accounts are refused: nobody is, unless the app setting Enforcement:Mode says Enforce.",
    };
}
