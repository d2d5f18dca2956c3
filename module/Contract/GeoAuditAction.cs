namespace AbuseServerless.PowerShell;

/// <summary>What was done.</summary>
public enum GeoAuditAction
{
    /// <summary>It was changed where an account stands.</summary>
    Transition,

    /// <summary>An exemption was given.</summary>
    ExemptionGiven,

    /// <summary>An exemption was taken back.</summary>
    ExemptionTaken,

    /// <summary>It was set that suspended accounts are refused, or that nobody is.</summary>
    EnforcementSet,

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

    /// <summary>A backup was restored.</summary>
    StateRestored,

    /// <summary>Mail hosts were asked what is queued of an account.</summary>
    QueueListed,

    /// <summary>Mail hosts were ordered to put queued mail on hold.</summary>
    QueueHeld,

    /// <summary>Mail hosts were ordered to release queued mail.</summary>
    QueueReleased,

    /// <summary>Mail hosts were ordered to delete queued mail.</summary>
    QueueDeleted,

    /// <summary>A mail host has put queued mail on hold.</summary>
    QueuedMailHeld,

    /// <summary>A mail host has released queued mail that it had put on hold.</summary>
    QueuedMailReleased,

    /// <summary>A mail host has deleted queued mail.</summary>
    QueuedMailDeleted,
}
