namespace AbuseServerless.Ingestion.Logs;

/// <summary>What a log tells.</summary>
[Flags]
public enum LogTells
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Successful SMTP AUTH requests, or submissions that stand for them.</summary>
    Logins = 1,

    /// <summary>Failed SMTP AUTH requests.</summary>
    FailedLogins = 2,

    /// <summary>The number of recipients of a submission.</summary>
    Recipients = 4,

    /// <summary>Deliveries to other servers, and what these answered.</summary>
    Deliveries = 8,

    /// <summary>The account that submitted what is delivered.</summary>
    DeliveryAccounts = 16,
}
