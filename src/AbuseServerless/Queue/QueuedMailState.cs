namespace AbuseServerless.Queue;

/// <summary>Where in the queue a message is.</summary>
public enum QueuedMailState
{
    /// <summary>Just come.</summary>
    Incoming,

    /// <summary>Being delivered.</summary>
    Active,

    /// <summary>Tried again later.</summary>
    Deferred,

    /// <summary>On hold.</summary>
    Held,
}
