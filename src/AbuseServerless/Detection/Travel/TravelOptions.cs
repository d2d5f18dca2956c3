namespace AbuseServerless.Detection.Travel;

/// <summary>Settings of the Travel net (section <c>Nets:Travel</c>): impossible moves within 24 hours, 1 or more, or <c>off</c>.</summary>
public sealed class TravelOptions : Limits
{
    /// <summary>Watches at the first impossible move.</summary>
    public TravelOptions() => Watch = Threshold.At(1);

    /// <summary>
    /// Whether a move counts only from one country to another, and between a familiar and an unfamiliar network: one sighting is from a day with use from a familiar network, the other from a
    /// quarter hour with use from an unfamiliar one. Default true. One in four legitimate accounts makes an impossible move within a week: VPNs and services that log in for their users are networks that they use every
    /// day, roaming phones and hotels are both unfamiliar, and within a country geolocation is often wrong.
    /// </summary>
    public bool OnlyUnfamiliar { get; set; } = true;
}
