namespace AbuseServerless.Detection.Travel;

/// <summary>Settings of the Travel net (section <c>Nets:Travel</c>): impossible moves within 24 hours. Watch 1, suspend off by default.</summary>
public sealed class TravelOptions : Limits
{
    /// <summary>Watches at the first impossible move.</summary>
    public TravelOptions() => Watch = Threshold.At(1);

    /// <summary>
    /// Whether a move counts only where it leads from one country to another, and between where the account lives and somewhere else: one sighting is of a day on which it was used from a network in which it lives, the other one of a
    /// quarter of an hour in which it was used from another network. Default true. Of honest accounts one in four makes an impossible move within a week: VPNs and services that log in for their users are networks that they use every
    /// day, roaming phones and hotels are both strange, and within a country geolocation is often wrong.
    /// </summary>
    public bool OnlyUnfamiliar { get; set; } = true;
}
