namespace AbuseServerless.Detection;

/// <summary>The two thresholds of a measure: 1 or more where the measure does not say, or <c>off</c>.</summary>
public class Limits
{
    /// <summary>The account is watched from this number on, inclusive.</summary>
    public Threshold Watch { get; set; }

    /// <summary>The account is suspended from this number on, inclusive.</summary>
    public Threshold Suspend { get; set; }

    internal Verdict Gravest => Suspend.IsOn ? Verdict.Suspend : Watch.IsOn ? Verdict.Watch : Verdict.None;

    internal int Lowest => Math.Min(Watch.Value, Suspend.Value);
}
