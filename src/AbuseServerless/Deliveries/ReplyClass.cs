namespace AbuseServerless.Deliveries;

/// <summary>Why a delivery was deferred or refused, according to the reply.</summary>
public enum ReplyClass
{
    /// <summary>The reputation of the sending address or network.</summary>
    ReputationAddress,

    /// <summary>The reputation of the sending domain.</summary>
    ReputationDomain,

    /// <summary>Too much at a time, whatever the reason for the limit; and grey-listing.</summary>
    RateLimit,

    /// <summary>The message itself: what it says, its form or its size.</summary>
    Content,

    /// <summary>SPF, DKIM or DMARC, the name of the sending host, or a sender that cannot be verified.</summary>
    Authentication,

    /// <summary>There is no such recipient, or it accepts no mail.</summary>
    BadRecipient,

    /// <summary>The recipient's mailbox is full.</summary>
    MailboxFull,

    /// <summary>No server was reached: name resolution, connection, time-out, or TLS.</summary>
    Unreachable,

    /// <summary>None of these: policy without a reason, faults of the remote server, and what no rule knows.</summary>
    Other,
}
