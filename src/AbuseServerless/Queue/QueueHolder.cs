namespace AbuseServerless.Queue;

/// <summary>Who put a message on hold.</summary>
public enum QueueHolder
{
    /// <summary>The queue helper, because the account is suspended.</summary>
    Suspension,

    /// <summary>The queue helper, because an operator said so.</summary>
    Command,

    /// <summary>Somebody else: a person on the host, or the mail server itself, as by the answer <c>HOLD</c> of a plan.</summary>
    Other,
}
