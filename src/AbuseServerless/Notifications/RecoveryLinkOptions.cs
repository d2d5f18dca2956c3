using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Notifications;

/// <summary>Settings of the link with which a suspended subscriber reports a password change (section <c>Notifications:Mail:RecoveryLink</c>).</summary>
public sealed class RecoveryLinkOptions : IValidatableObject
{
    private const string Section = NotificationOptions.Section + ":Mail:RecoveryLink";

    /// <summary>Address of the page, such as <c>https://APP.azurewebsites.net/api/recover</c>. Empty (default): mails have no link, and there is no page.</summary>
    public string Page { get; set; } = "";

    /// <summary>
    /// Where the mail with the link goes: an address with <c>{user}</c>, and perhaps <c>{domain}</c>, such as <c>{user}@recovery.example.jp</c>, that your mail server forwards to the subscriber's recovery address. If it refuses this
    /// recipient, the mail goes to the account without a link. With <c>{account}</c>, the link is in the suspended mailbox, which a thief can read. Required with <see cref="Page"/>.
    /// </summary>
    public string To { get; set; } = "";

    /// <summary>How long a link can be used after the suspension: 1 hour to 14 days. Default: 3 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "14.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>The keys: the first one signs, all are accepted. Required with <see cref="Page"/>.</summary>
    [ValidateEnumeratedItems]
    public IList<RecoveryKeyOptions> Keys { get; } = [];

    /// <summary>Whether mails have a link.</summary>
    public bool IsOn() => !string.IsNullOrEmpty(Page);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn())
        {
            yield break;
        }

        if (!Uri.TryCreate(Page, UriKind.Absolute, out var page) || (page.Scheme != Uri.UriSchemeHttps && !(page.Scheme == Uri.UriSchemeHttp && page.IsLoopback)) || page.Query.Length + page.Fragment.Length > 0)
        {
            yield return Invalid(nameof(Page), "must be an https address without a query, such as https://APP.azurewebsites.net/api/recover.");
        }

        if (To != "{account}" && !(To.Contains('@', StringComparison.Ordinal) && To.Contains("{user}", StringComparison.Ordinal)))
        {
            yield return Invalid(nameof(To), "must be {account}, or a mail address with {user} such as {user}@recovery.example.jp.");
        }

        if (Keys.Count == 0)
        {
            yield return Invalid(nameof(Keys), "is empty: set Notifications:Mail:RecoveryLink:Keys:0:Key.");
        }

        if (Keys.DistinctBy(key => key.Version).Count() < Keys.Count)
        {
            yield return Invalid(nameof(Keys), "has two keys of one Version.");
        }
    }

    private static ValidationResult Invalid(string setting, string problem) => new($"{Section}:{setting} {problem}", [setting]);
}
