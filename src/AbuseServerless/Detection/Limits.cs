using System.ComponentModel.DataAnnotations;

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

    /// <summary>What is wrong with thresholds that could never be reached, or always are.</summary>
    /// <param name="least">The least that they may be.</param>
    /// <param name="most">The most.</param>
    /// <param name="section">The section of settings that they are in.</param>
    /// <param name="member">The member to which they belong; null where they are members themselves.</param>
    internal IEnumerable<ValidationResult> Beyond(int least, int most, string section, string? member = null) =>
        [.. Watch.Beyond(least, most, $"{section}:{nameof(Watch)}", member ?? nameof(Watch)), .. Suspend.Beyond(least, most, $"{section}:{nameof(Suspend)}", member ?? nameof(Suspend))];
}
