namespace AbuseServerless.PowerShell;

/// <summary>Where one account stands, and why.</summary>
public sealed record GeoSuspension : GeoTransition
{
    /// <summary>Where it stands.</summary>
    public required GeoSuspensionState State { get; init; }

    /// <summary>Whether the account is refused: true for an active suspension where the installation enforces, null for one where nobody says whether it does (<see cref="GeoEnforcement.Mode"/>).</summary>
    public bool? Enforced { get; init; }

    /// <summary>Where it stood before; null at first.</summary>
    public GeoSuspensionState? From { get; init; }

    /// <summary>Since when it stands there, UTC. A judgement, or another end or reason, changes nothing of it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was suspended, UTC; null where it is only watched.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Who suspended it: a net such as <c>net:Countries</c>, or an operator; null where it is only watched.</summary>
    public string? SuspendedBy { get; init; }

    /// <summary>When it was judged, UTC; null where it was not.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>Who judged it; null where nobody did.</summary>
    public string? JudgedBy { get; init; }

    /// <summary>When it ended, UTC; null while it stands.</summary>
    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>Who ended it: an operator, or the timer; null while it stands.</summary>
    public string? LiftedBy { get; init; }

    /// <summary>When somebody last tried to log in and was refused, UTC, to a minute or so; null where nobody is known to have. A recent one says that the account is still under attack.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>The account and its state.</summary>
    public override string ToString() => $"{Account} {State}";
}
