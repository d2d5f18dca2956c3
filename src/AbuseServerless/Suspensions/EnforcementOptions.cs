using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Suspensions;

/// <summary>Settings of enforcement (section <c>Enforcement</c>).</summary>
public sealed class EnforcementOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Enforcement";

    /// <summary>Whether everything is recorded and nobody is refused (default), or suspended accounts are: until an operator has set it, which then counts.</summary>
    public EnforcementMode Mode { get; set; } = EnforcementMode.Observe;

    /// <summary>
    /// How old evidence may be when the hub takes it, for anything to be done on it: 15 minutes to 36,500 days; default 8 hours. That is as late as events may be with every window still judged whole, bridges an outage over
    /// night, and is less than a day, so that yesterday's log refuses nobody today. What comes later is remembered as late, and what follows from it is <see cref="SuspensionState.Historical"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:15:00", "36500.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan LongestEvidenceAge { get; set; } = TimeSpan.FromHours(8);

    /// <summary>The longest that <see cref="LongestEvidenceAge"/> may be. Studies of what would have been use it: all evidence is judged as at its time.</summary>
    public static readonly TimeSpan AnyAge = TimeSpan.FromDays(36500);

    /// <summary>Whether a decision to suspend is Active at once (default), or Pending until the timer's next minute.</summary>
    public bool Immediate { get; set; } = true;

    /// <summary>How long an account's first suspension by a net lasts: 1 minute to 366 days; null (default): until an operator resumes the account.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan? Duration { get; set; }

    /// <summary>By what <see cref="Duration"/> is multiplied with each suspension that the account has had before: 1 (default: all last alike) to 10.</summary>
    [Range(1.0, 10.0)]
    public double Growth { get; set; } = 1;

    /// <summary>The longest that a suspension by a net lasts, however often it is repeated: 1 minute to 366 days (default), and at least <see cref="Duration"/>.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan LongestDuration { get; set; } = TimeSpan.FromDays(366);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LongestDuration < Duration)
        {
            yield return new ValidationResult($"{Section}:LongestDuration is {LongestDuration}; it must be at least {Section}:Duration, {Duration}.", [nameof(LongestDuration)]);
        }
    }
}
