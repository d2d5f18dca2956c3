namespace AbuseServerless.Queue;

/// <summary>What is done to messages in a mail server's queue. What is about to be done is on record before.</summary>
public enum QueueAct
{
    /// <summary>About to be put on hold.</summary>
    Holding,

    /// <summary>Put on hold.</summary>
    Held,

    /// <summary>Could not be put on hold: delivered before, or the attempt broke off and is repeated.</summary>
    NotHeld,

    /// <summary>About to be released.</summary>
    Releasing,

    /// <summary>Released: it is delivered as if nothing had been.</summary>
    Released,

    /// <summary>About to be deleted.</summary>
    Deleting,

    /// <summary>Deleted.</summary>
    Deleted,

    /// <summary>No longer on hold, by somebody else's doing.</summary>
    Gone,

    /// <summary>A command was begun.</summary>
    Began,

    /// <summary>A command was done.</summary>
    Done,

    /// <summary>A command was refused.</summary>
    Refused,
}
