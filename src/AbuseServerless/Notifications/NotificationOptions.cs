using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Notifications;

/// <summary>Settings of notifications (section <c>Notifications</c>).</summary>
public sealed class NotificationOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Notifications";

    /// <summary>Delay after the first failed attempt; doubled after each further one. 1 second to 1 hour. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Maximum delay: 1 second to 1 day, and at least <see cref="FirstRetry"/>. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaximumRetry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Age at which an undelivered notification goes to the dead-letter table: 1 minute to 30 days. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The system that is notified over HTTP.</summary>
    [ValidateObjectMembers]
    public WebhookOptions Webhook { get; } = new();

    /// <summary>The mail server that sends mail to subscribers and operators.</summary>
    [ValidateObjectMembers]
    public MailOptions Mail { get; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaximumRetry < FirstRetry)
        {
            yield return new ValidationResult($"{Section}:MaximumRetry is {MaximumRetry}; it must be at least {Section}:FirstRetry, {FirstRetry}.", [nameof(MaximumRetry)]);
        }
    }
}
