namespace AbuseServerless.PowerShell;

/// <summary>Who put a queued message on hold.</summary>
public enum GeoQueueHolder
{
    /// <summary>The queue helper, because the account is suspended.</summary>
    Suspension,

    /// <summary>The queue helper, because an operator said so.</summary>
    Command,

    /// <summary>Somebody else: a person on the host, or the mail server itself, as by the answer HOLD of a plan.</summary>
    Other,
}
