namespace AbuseServerless.PowerShell;

/// <summary>Where one account stands, and why.</summary>
public sealed record GeoSuspension : GeoTransition
{
    /// <summary>Where it stands.</summary>
    public required GeoSuspensionState State { get; init; }

    /// <summary>Whether the account is refused: true for an active suspension where the installation enforces, null for one where no operator has set whether it does.</summary>
    public bool? Enforced { get; init; }

    /// <summary>Where it stood before; null at first.</summary>
    public GeoSuspensionState? From { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When somebody last tried to log in and was refused, UTC, to a minute or so; null where nobody is known to have. A recent one says that the account is still under attack.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>The account and its state.</summary>
    public override string ToString() => $"{Account} {State}";
}
