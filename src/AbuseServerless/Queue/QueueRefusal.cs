namespace AbuseServerless.Queue;

/// <summary>Why a mail host did not do what was ordered.</summary>
public enum QueueRefusal
{
    /// <summary>The account is suspended: what is released would be put on hold again.</summary>
    Suspended,

    /// <summary>As many commands to delete as the host does within an hour were done already.</summary>
    TooManyDeleted,
}
