using System.ComponentModel.DataAnnotations;
using AbuseServerless.Quotas;

namespace AbuseServerless.Gate.Quotas;

/// <summary>Says that a setting is an answer of a quota.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class QuotaAnswerAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is null)
        {
            return ValidationResult.Success;
        }

        try
        {
            QuotaAnswer.Parse((string)value);
            return ValidationResult.Success;
        }
        catch (FormatException e)
        {
            return new ValidationResult($"{validationContext.DisplayName} is '{value}'. {e.Message}");
        }
    }
}
