using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Suspensions;

/// <summary>Settings of enforcement (section <c>Enforcement</c>).</summary>
public sealed class EnforcementOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Enforcement";

    /// <summary><c>Observe</c> (default): everything is recorded and nobody is refused. <c>Enforce</c>: suspended accounts are refused. Applies until an operator sets the mode.</summary>
    public EnforcementMode Mode { get; set; } = EnforcementMode.Observe;

    /// <summary>
    /// Maximum age of evidence, when it reaches the event hub, for a watch or suspension: 15 minutes to 36,500 days; default 8 hours. With it, every window can still be judged completely, an overnight
    /// outage is covered, and yesterday's log refuses nobody today. Later events are stored as late, and decisions on them are <see cref="SuspensionState.Historical"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:15:00", "36500.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaximumEvidenceAge { get; set; } = TimeSpan.FromHours(8);

    /// <summary>The maximum of <see cref="MaximumEvidenceAge"/>. Replays and studies use it: they judge all evidence as of its own time.</summary>
    public static readonly TimeSpan AnyAge = TimeSpan.FromDays(36500);

    /// <summary>Whether a decision to suspend becomes Active immediately (default), or is Pending until the timer's next minute.</summary>
    public bool Immediate { get; set; } = true;

    /// <summary>How long an account's first suspension by a net lasts: 1 minute to 366 days; null (default): until an operator resumes the account.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan? Duration { get; set; }

    /// <summary>Factor by which <see cref="Duration"/> is multiplied for each earlier suspension of the account: 1 (default: all suspensions last equally long) to 10.</summary>
    [Range(1.0, 10.0)]
    public double Growth { get; set; } = 1;

    /// <summary>The maximum duration of a suspension by a net, however often it is repeated: 1 minute to 366 days (default), and at least <see cref="Duration"/>.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaximumDuration { get; set; } = TimeSpan.FromDays(366);

    /// <summary>How long an account is watched after a portal told that its password was changed: 0 (not at all) to 90 days; 7 days by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan RecoveryWatch { get; set; } = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaximumDuration < Duration)
        {
            yield return new ValidationResult($"{Section}:MaximumDuration is {MaximumDuration}; it must be at least {Section}:Duration, {Duration}.", [nameof(MaximumDuration)]);
        }
    }
}
