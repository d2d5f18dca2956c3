namespace AbuseServerless.Azure.Suspensions;

/// <summary>What an operator did, or a mail host.</summary>
public enum OperatorActKind
{
    /// <summary>Dead letters were sent to their hubs again.</summary>
    DeadLettersSent,

    /// <summary>Dead letters were removed.</summary>
    DeadLettersRemoved,

    /// <summary>A plan was set, or given to somebody.</summary>
    PlanSet,

    /// <summary>A plan was removed, or taken from somebody.</summary>
    PlanRemoved,

    /// <summary>It was set from which countries an account or a domain may be used.</summary>
    AllowanceSet,

    /// <summary>That was removed.</summary>
    AllowanceRemoved,

    /// <summary>Suspensions, exemptions and the audit log were restored from a backup.</summary>
    StateRestored,

    /// <summary>A mail host has put queued mail on hold. No operator did that, as with the next two.</summary>
    QueuedMailHeld,

    /// <summary>A mail host has released queued mail that it had put on hold.</summary>
    QueuedMailReleased,

    /// <summary>A mail host has deleted queued mail.</summary>
    QueuedMailDeleted,
}
