namespace AbuseServerless.PowerShell;

/// <summary>How deliveries to one provider went on one day.</summary>
public sealed record GeoProviderStat : GeoDeliveryRates
{
    /// <summary>The provider, or the domain where it is none of the known ones; <c>other</c> for the domains beyond the number kept.</summary>
    public required string Provider { get; init; }
}
