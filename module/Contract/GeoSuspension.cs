namespace AbuseServerless.PowerShell;

/// <summary>Where one account stands, and why.</summary>
public sealed record GeoSuspension : GeoTransition
{
    /// <summary>Where it stands.</summary>
    public required GeoSuspensionState State { get; init; }

    /// <summary>Where it stood before; null at first.</summary>
    public GeoSuspensionState? From { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The account and its state.</summary>
    public override string ToString() => $"{Account} {State}";
}
