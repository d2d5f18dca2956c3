namespace AbuseServerless.AuthPolicy;

/// <summary>What became of a report.</summary>
public enum ReportOutcome
{
    /// <summary>A login, on its way to the hub.</summary>
    Taken,

    /// <summary>Says nothing that counts: a failed login, another protocol than SMTP, or no login name.</summary>
    Ignored,

    /// <summary>A login that was refused: no evidence, but remembered.</summary>
    RefusedAttempt,

    /// <summary>Cannot be read.</summary>
    Malformed,

    /// <summary>A login that counts, lost because there was no room.</summary>
    Dropped,

    /// <summary>A login without a protocol: it does not count, because it may be an IMAP login.</summary>
    ProtocolNotTold,
}
