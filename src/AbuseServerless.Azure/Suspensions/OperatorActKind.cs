namespace AbuseServerless.Azure.Suspensions;

/// <summary>What an operator did.</summary>
public enum OperatorActKind
{
    /// <summary>Dead letters were sent to their hubs again.</summary>
    DeadLettersSent,

    /// <summary>Dead letters were removed.</summary>
    DeadLettersRemoved,

    /// <summary>Suspensions, exemptions and the audit log were restored from a backup.</summary>
    StateRestored,
}
