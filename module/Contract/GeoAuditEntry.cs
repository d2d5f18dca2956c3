namespace AbuseServerless.PowerShell;

/// <summary>A transition on record.</summary>
public sealed record GeoAuditEntry : GeoTransition
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Where the account stood; null at first.</summary>
    public GeoSuspensionState? From { get; init; }

    /// <summary>Where it stood from then on.</summary>
    public required GeoSuspensionState To { get; init; }

    /// <summary>Number of the account's transition, from 1.</summary>
    public required int Transition { get; init; }

    /// <summary>The transition in a few words.</summary>
    public override string ToString() => $"{Time.UtcDateTime:u} {Account} {From}→{To} by {By}";
}
