using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Notifications;

/// <summary>The mail server that sends mail to subscribers and operators (section <c>Notifications:Mail</c>).</summary>
public sealed class MailOptions : IValidatableObject
{
    private const string Section = NotificationOptions.Section + ":Mail";

    /// <summary>The SMTP server's name or address. Empty (default): no mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>Port of the SMTP server, 1 to 65,535. Default: 587.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is secured: <c>StartTls</c> (default), <c>Tls</c> or <c>None</c>.</summary>
    [EnumDataType(typeof(MailSecurity))]
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Login name; empty (default) for none.</summary>
    public string User { get; set; } = "";

    /// <summary>Password of <see cref="User"/>.</summary>
    public string Password { get; set; } = "";

    /// <summary>Sender, such as <c>Mail support &lt;support@example.jp&gt;</c>. Required with <see cref="Host"/>.</summary>
    public string From { get; set; } = "";

    /// <summary>The operators' address; empty (default): they get no mail.</summary>
    public string OperatorTo { get; set; } = "";

    /// <summary>Whether subscribers get mail if their account name is a mail address. Default: false.</summary>
    public bool ToSubscriber { get; set; }

    /// <summary>Whether subscribers also get one mail when a net begins to watch their account. Needs <see cref="ToSubscriber"/>. Default: false.</summary>
    public bool ToWatchedSubscriber { get; set; }

    /// <summary>The language of mails: <c>Ja</c>, <c>En</c>, or <c>Both</c> (default) in one mail.</summary>
    [EnumDataType(typeof(MailLanguage))]
    public MailLanguage Language { get; set; } = MailLanguage.Both;

    /// <summary>Where a subscriber finds help, one line such as a telephone number or a page: at most 200 characters. Empty (default): the sender's address.</summary>
    [StringLength(200)]
    public string Contact { get; set; } = "";

    /// <summary>The time zone of the times in mails, by its IANA name. Default: <c>UTC</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Maximum duration of an attempt, from connecting to the last answer: 1 second to 2 minutes. Default: 30 seconds, for servers that make clients wait.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The link with which a suspended subscriber reports a password change.</summary>
    [ValidateObjectMembers]
    public RecoveryLinkOptions RecoveryLink { get; } = new();

    /// <summary>Whether there is a mail server.</summary>
    public bool IsEnabled() => !string.IsNullOrEmpty(Host);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsEnabled())
        {
            if (ToSubscriber || ToWatchedSubscriber || !string.IsNullOrEmpty(OperatorTo) || !string.IsNullOrEmpty(From))
            {
                yield return Invalid(nameof(Host), "is missing, but mail is configured.");
            }

            yield break;
        }

        if (!IsAddress(From))
        {
            yield return Invalid(nameof(From), "is required with Notifications:Mail:Host and must be a mail address.");
        }

        if (!string.IsNullOrEmpty(OperatorTo) && !IsAddress(OperatorTo))
        {
            yield return Invalid(nameof(OperatorTo), "is not a mail address.");
        }

        if (!ToSubscriber && string.IsNullOrEmpty(OperatorTo))
        {
            yield return Invalid(nameof(OperatorTo), "is empty and Notifications:Mail:ToSubscriber is false: nobody would get mail. Set one of them, or remove Host.");
        }

        if (ToWatchedSubscriber && !ToSubscriber)
        {
            yield return Invalid(nameof(ToSubscriber), "is false, but Notifications:Mail:ToWatchedSubscriber is true: subscribers who are told of a watch must be told of a suspension, too.");
        }

        if (RecoveryLink.IsOn() && !ToSubscriber)
        {
            yield return Invalid(nameof(ToSubscriber), "is false, but Notifications:Mail:RecoveryLink:Page is set: the link is in the mail to subscribers.");
        }

        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
        {
            yield return Invalid(nameof(Password), "and Notifications:Mail:User must be set together.");
        }

        if (Security == MailSecurity.None && !string.IsNullOrEmpty(Password) && !IsLoopback(Host))
        {
            yield return Invalid(nameof(Security), "is None: a password may be sent unencrypted only to this machine.");
        }

        if ((Contact ?? "").Any(char.IsControl))
        {
            yield return Invalid(nameof(Contact), "must be one line.");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone ?? "", out _))
        {
            yield return Invalid(nameof(TimeZone), $"is '{TimeZone}', which is not a known time zone; use an IANA name such as Asia/Tokyo.");
        }
    }

    private static bool IsAddress(string? text) => MailAddress.TryCreate(text, out _) && !text.Any(char.IsControl);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static ValidationResult Invalid(string setting, string problem) => new($"{Section}:{setting} {problem}", [setting]);
}
