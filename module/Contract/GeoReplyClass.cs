namespace AbuseServerless.PowerShell;

/// <summary>Why a delivery was deferred or refused, according to the reply.</summary>
public enum GeoReplyClass
{
    /// <summary>The reputation of the sending address or network.</summary>
    ReputationAddress,

    /// <summary>The reputation of the sending domain.</summary>
    ReputationDomain,

    /// <summary>Too much at a time.</summary>
    RateLimit,

    /// <summary>What the message says.</summary>
    Content,

    /// <summary>SPF, DKIM or DMARC.</summary>
    Authentication,

    /// <summary>There is no such recipient, or it accepts no mail.</summary>
    BadRecipient,

    /// <summary>The recipient's mailbox is full.</summary>
    MailboxFull,

    /// <summary>No server was reached.</summary>
    Unreachable,

    /// <summary>None of these.</summary>
    Other,
}
