using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.AuthPolicy;

/// <summary>Settings of the auth-policy server that mail servers ask (section <c>AuthPolicy</c>).</summary>
public sealed class AuthPolicyOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "AuthPolicy";

    /// <summary>
    /// What a mail server must send with each request, 8 to 256 visible ASCII characters. Null (default): every request is answered 401.
    /// </summary>
    [RegularExpression("^[!-~]{8,256}$", ErrorMessage = "AuthPolicy:Key must be 8 to 256 visible ASCII characters.")]
    public string? Key { get; set; }

    /// <summary>A second key that is accepted as well, so that keys can be changed one mail server at a time; null (default) for none.</summary>
    [RegularExpression("^[!-~]{8,256}$", ErrorMessage = "AuthPolicy:NextKey must be 8 to 256 visible ASCII characters.")]
    public string? NextKey { get; set; }

    /// <summary>Language of the text that a refused client gets to see, where <see cref="Message"/> is not set: <c>En</c> (default) or <c>Ja</c>.</summary>
    public PolicyLanguage Language { get; set; }

    /// <summary>
    /// The text that a refused client gets to see: one line of 1 to 200 characters. Null (default): the text of <see cref="Language"/>.
    /// </summary>
    [RegularExpression(@"^[^\p{C}\u2028\u2029]{1,200}$", ErrorMessage = "AuthPolicy:Message must be one line of 1 to 200 characters.")]
    public string? Message { get; set; }

    /// <summary>
    /// Whether a suspended account is refused SMTP only, and goes on reading its mail by IMAP and POP3; default false: a stolen password is refused everywhere.
    /// A request that names no protocol is not taken for SMTP, and so not refused then.
    /// </summary>
    public bool SmtpOnly { get; set; }

    /// <summary>Whether failed logins are published as well; default false. They count only with <c>Activity:CountFailures</c>, which sets this too.</summary>
    public bool PublishFailures { get; set; }

    /// <summary>Reports kept in memory while they cannot be published, 100 to 1,000,000; default 20,000. What comes then is dropped and counted.</summary>
    [Range(100, 1_000_000)]
    public int QueuedReports { get; set; } = 20_000;

    /// <summary>How often changes are looked for, 0.1 seconds to 1 minute; default 1 second: one storage request each time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often all active suspensions are read anew, 5 minutes to 1 day; default 10 minutes: one storage request per 1,000 of them.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromMinutes(10);
}
