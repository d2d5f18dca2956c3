using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Suspensions;

/// <summary>Settings of enforcement (section <c>Enforcement</c>).</summary>
public sealed class EnforcementOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Enforcement";

    /// <summary>Whether suspended accounts are refused (default), or everything is recorded and nobody is.</summary>
    public EnforcementMode Mode { get; set; }

    /// <summary>Whether a decision to suspend is Active at once (default), or Pending until the timer's next minute.</summary>
    public bool Immediate { get; set; } = true;

    /// <summary>How long a suspension by a net lasts: 1 minute to 366 days; null (default): until an operator resumes the account.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan? Duration { get; set; }
}
