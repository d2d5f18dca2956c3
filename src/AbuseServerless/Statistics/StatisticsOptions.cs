using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Statistics;

/// <summary>Settings of the daily statistics (section <c>Statistics</c>).</summary>
public sealed class StatisticsOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Statistics";

    /// <summary>The time zone whose days are counted, by its IANA name. Default: <c>UTC</c>. Days that are already counted keep their boundaries when it is changed.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Share of a day's attempts refused for reputation at which a provider's alert is raised, inclusive: above 0, up to 1. Default: 0.1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double ReputationAlert { get; set; } = 0.1;

    /// <summary>Share at or below which the provider has recovered: from 0, less than <see cref="ReputationAlert"/>. Default: 0.02.</summary>
    [Range(0.0, 1.0)]
    public double ReputationRecovery { get; set; } = 0.02;

    /// <summary>Minimum attempts per day for a statement about a provider's reputation: 1 to 1,000,000,000. Default: 100.</summary>
    [Range(1, 1_000_000_000)]
    public int MinimumAttempts { get; set; } = 100;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ReputationRecovery >= ReputationAlert)
        {
            yield return Invalid(nameof(ReputationRecovery), FormattableString.Invariant($"is {ReputationRecovery}; it must be less than {Section}:ReputationAlert, {ReputationAlert}."));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone ?? "", out _))
        {
            yield return Invalid(nameof(TimeZone), $"is '{TimeZone}', which is not a known time zone; use an IANA name such as Asia/Tokyo.");
        }
    }

    private static ValidationResult Invalid(string setting, string problem) => new($"{Section}:{setting} {problem}", [setting]);
}
