namespace AbuseServerless.Detection;

/// <summary>The two thresholds of a measure.</summary>
public class Limits
{
    /// <summary>Number at which the account is watched, inclusive: 1 or more, or <c>off</c>.</summary>
    public Threshold Watch { get; set; }

    /// <summary>Number at which the account is suspended, inclusive: 1 or more, or <c>off</c>.</summary>
    public Threshold Suspend { get; set; }

    internal Verdict Gravest => Suspend.IsOn ? Verdict.Suspend : Watch.IsOn ? Verdict.Watch : Verdict.None;

    internal int Lowest => Math.Min(Watch.Value, Suspend.Value);
}
