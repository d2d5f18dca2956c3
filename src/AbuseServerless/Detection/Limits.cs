namespace AbuseServerless.Detection;

/// <summary>The two thresholds of a measure.</summary>
public class Limits
{
    /// <summary>At which the account is watched, inclusive.</summary>
    public Threshold Watch { get; set; }

    /// <summary>At which the account is suspended, inclusive.</summary>
    public Threshold Suspend { get; set; }

    internal Verdict Gravest => Suspend.IsOn ? Verdict.Suspend : Watch.IsOn ? Verdict.Watch : Verdict.None;

    internal int Lowest => Math.Min(Watch.Value, Suspend.Value);
}
