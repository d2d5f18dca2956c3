namespace AbuseServerless.Ingestion;

/// <summary>Why a message was written to the dead-letter table.</summary>
public enum RejectReason
{
    /// <summary>Not one JSON object of UTF-8 text.</summary>
    NotJson,

    /// <summary>No <c>time</c>, or not RFC 3339 with an offset.</summary>
    BadTime,

    /// <summary>A <c>time</c> more than <see cref="AuthEventParser.MaximumAhead"/> ahead of the enqueued time.</summary>
    TimeInFuture,

    /// <summary>A <c>time</c> that the account's memory no longer reaches back to.</summary>
    TooLate,

    /// <summary>No <c>account</c>, or no valid one.</summary>
    BadAccount,

    /// <summary>No <c>ip</c>, or no IPv4 or IPv6 address.</summary>
    BadAddress,

    /// <summary>No <c>success</c>, or not true or false.</summary>
    BadSuccess,

    /// <summary><c>recipients</c> is not a whole number from 0.</summary>
    BadRecipients,

    /// <summary><c>protocol</c> names another protocol than SMTP, such as <c>imap</c>: its logins are no evidence.</summary>
    NotSmtp,

    /// <summary>No <c>queueId</c>, or not 1 to 128 characters without white space.</summary>
    BadQueueId,

    /// <summary>No <c>recipientDomain</c>, or no name of a domain; a whole address is none.</summary>
    BadDomain,

    /// <summary>No <c>status</c>, or none of sent, deferred, bounced and expired.</summary>
    BadStatus,

    /// <summary><c>relay</c> is not a host name, or <c>relayIp</c> is not an IPv4 or IPv6 address.</summary>
    BadRelay,

    /// <summary><c>dsn</c> is not an enhanced status code of RFC 3463.</summary>
    BadDsn,

    /// <summary><c>reply</c> is not text.</summary>
    BadReply,

    /// <summary><c>delaySeconds</c> is not a number from 0 to 1,000,000,000.</summary>
    BadDelay,

    /// <summary>No message of a hub: a notification that could not be delivered in its time.</summary>
    Undelivered,
}
