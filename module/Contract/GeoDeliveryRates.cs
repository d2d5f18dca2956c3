namespace AbuseServerless.PowerShell;

/// <summary>How deliveries of a day went. Shares are 0 to 1, changes -1 to 1; null where there is nothing to tell them from.</summary>
public abstract record GeoDeliveryRates
{
    /// <summary>The day in the time zone of the statistics; without a time of day.</summary>
    public required DateTime Day { get; init; }

    /// <summary>Attempts: sent, deferred and bounced.</summary>
    public long Attempts { get; init; }

    /// <summary>Final outcomes: sent, bounced and expired.</summary>
    public long Outcomes { get; init; }

    /// <summary>Taken by the remote server.</summary>
    public long Sent { get; init; }

    /// <summary>Attempts that were deferred.</summary>
    public long Deferred { get; init; }

    /// <summary>Refused for good.</summary>
    public long Bounced { get; init; }

    /// <summary>Given up after deferrals.</summary>
    public long Expired { get; init; }

    /// <summary>Bounced and expired over final outcomes.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>The error rate less that of the 7 days before taken together.</summary>
    public double? ErrorRateChange7 { get; init; }

    /// <summary>The same against the 28 days before.</summary>
    public double? ErrorRateChange28 { get; init; }

    /// <summary>Deferred over attempts.</summary>
    public double? DeferredShare { get; init; }

    /// <summary>The deferred share less that of the 7 days before taken together.</summary>
    public double? DeferredShareChange7 { get; init; }

    /// <summary>The same against the 28 days before.</summary>
    public double? DeferredShareChange28 { get; init; }

    /// <summary>Attempts deferred or bounced for reputation, over attempts.</summary>
    public double? ReputationShare { get; init; }

    /// <summary>The reputation share less that of the 7 days before taken together.</summary>
    public double? ReputationShareChange7 { get; init; }

    /// <summary>The same against the 28 days before.</summary>
    public double? ReputationShareChange28 { get; init; }

    /// <summary>Deferred and bounced attempts that no rule classified, over all deferred and bounced.</summary>
    public double? UnclassifiedShare { get; init; }
}
