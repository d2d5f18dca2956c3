namespace AbuseServerless.Quotas;

/// <summary>What a quota counts.</summary>
public enum QuotaMeasure
{
    /// <summary>Messages.</summary>
    Messages,

    /// <summary>Recipients of messages: one who gets two messages counts twice.</summary>
    Recipients,

    /// <summary>Distinct domains of recipients.</summary>
    Domains,
}
