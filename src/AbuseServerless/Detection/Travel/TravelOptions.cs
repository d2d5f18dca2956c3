namespace AbuseServerless.Detection.Travel;

/// <summary>Settings of the Travel net (section <c>Nets:Travel</c>): impossible moves within 24 hours. Watch 1, suspend off by default.</summary>
public sealed class TravelOptions : Limits
{
    /// <summary>Watches at the first impossible move.</summary>
    public TravelOptions() => Watch = Threshold.At(1);
}
