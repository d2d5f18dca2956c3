using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Notifications;

/// <summary>Settings of the link with which a suspended subscriber reports a password change (section <c>Notifications:Mail:RecoveryLink</c>).</summary>
public sealed class RecoveryLinkOptions : IValidatableObject
{
    private const string Section = NotificationOptions.Section + ":Mail:RecoveryLink";

    /// <summary>Address of the page, such as <c>https://APP.azurewebsites.net/api/recover</c>. Empty (default): mails have no link, and there is no page.</summary>
    public string Page { get; set; } = "";

    /// <summary>
    /// Where the mail with the link goes: an address with <c>{user}</c> and <c>{domain}</c>, such as <c>{user}@{domain}.recovery.example.jp</c>, that your mail server forwards to the subscriber's recovery address. If it refuses this
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

        if (To != "{account}" && !IsAddress(To))
        {
            yield return Invalid(nameof(To), "must be {account}, or a mail address with {user} and {domain} such as {user}@{domain}.recovery.example.jp: without the domain, one subscriber would get another's link.");
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

    private static bool IsAddress(string pattern) =>
        pattern.Contains("{user}", StringComparison.Ordinal) && pattern.Contains("{domain}", StringComparison.Ordinal)
        && pattern.Replace("{user}", "user", StringComparison.Ordinal).Replace("{domain}", "example.jp", StringComparison.Ordinal) is var address
        && MailAddress.TryCreate(address, out var read) && read.Address == address && address.IndexOfAny(['{', '}']) < 0;

    private static ValidationResult Invalid(string setting, string problem) => new($"{Section}:{setting} {problem}", [setting]);
}
