namespace AbuseServerless.PowerShell;

/// <summary>The state of one account, and the reason.</summary>
public sealed record GeoSuspension : GeoTransition
{
    /// <summary>Its state.</summary>
    public required GeoSuspensionState State { get; init; }

    /// <summary>Whether the account is refused: true for an active suspension where the installation enforces, null if the mode is unknown (<see cref="GeoEnforcement.Mode"/>).</summary>
    public bool? Enforced { get; init; }

    /// <summary>Its previous state; null for the first one.</summary>
    public GeoSuspensionState? From { get; init; }

    /// <summary>Since when it stands there, UTC. A judgement, or another end or reason, changes nothing of it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was suspended, UTC; null where it is only watched.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Who suspended it: a net such as <c>net:Countries</c>, or an operator; null if it is only watched.</summary>
    public string? SuspendedBy { get; init; }

    /// <summary>When it was judged, UTC; null where it was not.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>Who judged it; null if nobody did.</summary>
    public string? JudgedBy { get; init; }

    /// <summary>When it ended, UTC; null while it lasts.</summary>
    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>Who ended it: an operator, or the timer; null while it lasts.</summary>
    public string? LiftedBy { get; init; }

    /// <summary>Time of the last refused login, UTC, to about a minute; null if there is none. A recent one means that the account is still under attack.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>The account and its state.</summary>
    public override string ToString() => $"{Account} {State}";
}
