namespace AbuseServerless.Detection.Travel;

/// <summary>Settings of the Travel net (section <c>Nets:Travel</c>): impossible moves within 24 hours. Watch 1, suspend off by default.</summary>
public sealed class TravelOptions : Limits
{
    /// <summary>Watches at the first impossible move.</summary>
    public TravelOptions() => Watch = Threshold.At(1);

    /// <summary>
    /// Whether moves count only for accounts of which it is known where they live, and that were used from another network on one of the last three days; default true. Of honest accounts one in four makes an
    /// impossible move within a week, through VPNs, roaming and services that log in for their users, all of it from networks that they use every day.
    /// </summary>
    public bool OnlyUnfamiliar { get; set; } = true;
}
