using AbuseServerless.Deliveries;

namespace AbuseServerless.Statistics;

/// <summary>Deliveries to one provider on one day.</summary>
/// <param name="Day">The day, in the time zone of the statistics.</param>
/// <param name="Provider">The provider's name; a domain where it is none of the known ones; <see cref="Other"/> or <see cref="All"/>.</param>
/// <param name="Tally">The numbers.</param>
public sealed record ProviderDay(DateOnly Day, string Provider, DeliveryTally Tally)
{
    /// <summary>Stands for all providers together.</summary>
    public const string All = "*";

    /// <summary>Stands for the domains beyond the number kept.</summary>
    public const string Other = "other";

    /// <summary>The earliest reply of each class; a class without a reply is left out, and so are all of <see cref="All"/>.</summary>
    public IReadOnlyDictionary<ReplyClass, ReplySample> Samples { get; init; } = new SortedDictionary<ReplyClass, ReplySample>();

    /// <summary>The error rate less that of the 7 days before taken together, -1 to 1; null where either has no outcomes.</summary>
    public double? ErrorRateChange7 { get; init; }

    /// <summary>The same against the 28 days before.</summary>
    public double? ErrorRateChange28 { get; init; }

    /// <summary>The deferred share less that of the 7 days before taken together, -1 to 1; null where either has no attempts.</summary>
    public double? DeferredShareChange7 { get; init; }

    /// <summary>The same against the 28 days before.</summary>
    public double? DeferredShareChange28 { get; init; }

    /// <summary>The reputation share less that of the 7 days before taken together, -1 to 1; null where either has no attempts.</summary>
    public double? ReputationShareChange7 { get; init; }

    /// <summary>The same against the 28 days before.</summary>
    public double? ReputationShareChange28 { get; init; }
}
