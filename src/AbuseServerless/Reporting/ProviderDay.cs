using AbuseServerless.Deliveries;

namespace AbuseServerless.Reporting;

/// <summary>Deliveries to one provider on one day.</summary>
/// <param name="Day">The day, in the time zone of the statistics.</param>
/// <param name="Provider">The provider's name; a domain where it is none of the known ones; <c>other</c> for domains beyond the number kept; <c>*</c> for all together.</param>
/// <param name="Tally">The numbers.</param>
public sealed record ProviderDay(DateOnly Day, string Provider, DeliveryTally Tally)
{
    /// <summary>Stands for all providers together.</summary>
    public const string All = "*";

    /// <summary>The error rate less that of the 7 days before taken together, -1 to 1; null where either has no outcomes.</summary>
    public double? ErrorRateChange7 { get; init; }

    /// <summary>The same against the 28 days before.</summary>
    public double? ErrorRateChange28 { get; init; }

    /// <summary>One reply of each class, where one was kept.</summary>
    public IReadOnlyDictionary<ReplyClass, string> Samples { get; init; } = new SortedDictionary<ReplyClass, string>();
}
