using AbuseServerless.Detection.Addresses;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Networks;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.SharedOrigins;
using AbuseServerless.Detection.Together;
using AbuseServerless.Detection.Travel;
using AbuseServerless.Detection.Volume;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection;

/// <summary>Settings of the nets (section <c>Nets</c>).</summary>
public sealed class NetsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Nets";

    /// <summary>Movement per unit time.</summary>
    [ValidateObjectMembers]
    public CountriesOptions Countries { get; } = new();

    /// <summary>Strange networks and much use together.</summary>
    [ValidateObjectMembers]
    public FamiliarityOptions Familiarity { get; } = new();

    /// <summary>What became of the account's mail.</summary>
    [ValidateObjectMembers]
    public OutcomesOptions Outcomes { get; } = new();

    /// <summary>The number of unfamiliar networks within a time.</summary>
    [ValidateObjectMembers]
    public NetworksOptions Networks { get; } = new();

    /// <summary>The volume from unfamiliar networks, compared with the account's usual volume.</summary>
    [ValidateObjectMembers]
    public VolumeOptions Volume { get; } = new();

    /// <summary>One address, several accounts.</summary>
    [ValidateObjectMembers]
    public SharedOriginsOptions SharedOrigins { get; } = new();

    /// <summary>Physically impossible movement.</summary>
    [ValidateObjectMembers]
    public TravelOptions Travel { get; } = new();

    /// <summary>Concurrency.</summary>
    [ValidateObjectMembers]
    public AddressesOptions Addresses { get; } = new();

    /// <summary>Quotas per unit time.</summary>
    [ValidateObjectMembers]
    public RateOptions Rate { get; } = new();

    /// <summary>Evidence of several nets that adds up.</summary>
    [ValidateObjectMembers]
    public TogetherOptions Together { get; } = new();

    /// <summary>All nets, those that are off too; of nets that agree, the first one's finding is told.</summary>
    internal INet[] CreateNets()
    {
        var (countries, familiarity, outcomes, networks) = (new CountriesNet(Countries), new FamiliarityNet(Familiarity, Volume.LimitsDays), new OutcomesNet(Outcomes), new NetworksNet(Networks));
        var (volume, sharedOrigins, travel, addresses) = (new VolumeNet(Volume), new SharedOriginsNet(SharedOrigins), new TravelNet(Travel), new AddressesNet(Addresses));
        var together = new TogetherNet(
            Together,
            [(outcomes, Together.Outcomes), (volume, Together.Volume)],
            [(countries, Together.Countries), (familiarity, Together.Familiarity), (networks, Together.Networks), (sharedOrigins, Together.SharedOrigins), (travel, Together.Travel), (addresses, Together.Addresses)]);
        return [countries, familiarity, outcomes, networks, volume, sharedOrigins, travel, addresses, new RateNet(Rate), together];
    }
}
