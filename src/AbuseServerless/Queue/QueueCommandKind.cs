namespace AbuseServerless.Queue;

/// <summary>What an operator orders about the queued mail of an account.</summary>
public enum QueueCommandKind
{
    /// <summary>Tell what is queued.</summary>
    List,

    /// <summary>Put it on hold.</summary>
    Hold,

    /// <summary>Release what is on hold.</summary>
    Release,

    /// <summary>Delete it.</summary>
    Delete,
}
