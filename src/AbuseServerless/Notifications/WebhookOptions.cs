using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Notifications;

/// <summary>The system that is notified over HTTP (section <c>Notifications:Webhook</c>).</summary>
public sealed class WebhookOptions : IValidatableObject
{
    private const string Section = NotificationOptions.Section + ":Webhook";
    private const int MinimumSecretLength = 16;
    private const int MaximumSecretLength = 1024;

    /// <summary>URL that notifications are posted to: an absolute https URL, or an http URL on loopback. Empty (default): no webhook.</summary>
    public string Url { get; set; } = "";

    /// <summary>The secret that signs notifications; its UTF-8 bytes are the key: 16 to 1,024 characters. Required with <see cref="Url"/>.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Maximum duration of an attempt: 1 second to 1 minute. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether there is a webhook.</summary>
    public bool IsEnabled() => !string.IsNullOrEmpty(Url);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsEnabled())
        {
            if (!string.IsNullOrEmpty(Secret))
            {
                yield return Invalid(nameof(Url), "is missing, but Secret is set.");
            }

            yield break;
        }

        // The values are not repeated: a path can be a secret too.
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            yield return Invalid(nameof(Url), "is neither an absolute https URL nor an http URL on loopback.");
        }
        else if (url.UserInfo.Length > 0)
        {
            yield return Invalid(nameof(Url), "contains a user name or password; receivers check the signature instead.");
        }

        if ((Secret ?? "").Length is < MinimumSecretLength or > MaximumSecretLength)
        {
            yield return Invalid(nameof(Secret), $"is required with {Section}:Url and must have {MinimumSecretLength} to {MaximumSecretLength} characters.");
        }
    }

    private static ValidationResult Invalid(string setting, string problem) => new($"{Section}:{setting} {problem}", [setting]);
}
