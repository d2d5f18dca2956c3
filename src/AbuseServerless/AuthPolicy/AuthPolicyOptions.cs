using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.AuthPolicy;

/// <summary>Settings of the auth-policy server that mail servers ask (section <c>AuthPolicy</c>).</summary>
public sealed class AuthPolicyOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "AuthPolicy";

    /// <summary>
    /// The key that a mail server must send with each request, 8 to 256 visible ASCII characters. Null (default): every request is answered with 401.
    /// </summary>
    [RegularExpression("^[!-~]{8,256}$", ErrorMessage = "AuthPolicy:Key must be 8 to 256 visible ASCII characters.")]
    public string? Key { get; set; }

    /// <summary>A second key that is also accepted, so that you can change the key one mail server at a time; null (default) for none.</summary>
    [RegularExpression("^[!-~]{8,256}$", ErrorMessage = "AuthPolicy:NextKey must be 8 to 256 visible ASCII characters.")]
    public string? NextKey { get; set; }

    /// <summary>Language of the text that a refused client sees, if <see cref="Message"/> is not set: <c>En</c> (default) or <c>Ja</c>.</summary>
    public PolicyLanguage Language { get; set; }

    /// <summary>
    /// The text that a refused client sees: one line of 1 to 200 characters. Null (default): the text of <see cref="Language"/>.
    /// </summary>
    [RegularExpression(@"^[^\p{C}\u2028\u2029]{1,200}$", ErrorMessage = "AuthPolicy:Message must be one line of 1 to 200 characters.")]
    public string? Message { get; set; }

    /// <summary>
    /// The text that a client sees which is refused because an allowance does not name its country: one line of 1 to 200 characters. Null (default): the text of <see cref="Language"/>.
    /// </summary>
    [RegularExpression(@"^[^\p{C}\u2028\u2029]{1,200}$", ErrorMessage = "AuthPolicy:AbroadMessage must be one line of 1 to 200 characters.")]
    public string? AbroadMessage { get; set; }

    /// <summary>
    /// Whether a suspended account is refused only for SMTP and can still read its mail over IMAP and POP3; default false: a stolen password is refused everywhere. Allowances apply likewise.
    /// With true, a request without a protocol is not treated as SMTP, and so not refused.
    /// </summary>
    public bool SmtpOnly { get; set; }

    /// <summary>Whether failed logins are also published; default false. They count only with <c>Activity:CountFailures</c>, which also turns this on.</summary>
    public bool PublishFailures { get; set; }

    /// <summary>Reports kept in memory while they cannot be published, 100 to 1,000,000; default 20,000. Further reports are dropped and counted.</summary>
    [Range(100, 1_000_000)]
    public int QueuedReports { get; set; } = 20_000;

    /// <summary>How often to check for changes, 0.1 seconds to 1 minute; default 1 second: one storage request each.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often all active suspensions are read again, 5 minutes to 1 day; default 1 hour, give or take a tenth: one storage request per 1,000 accounts that were ever suspended or watched. Changes are heard within seconds
    /// without it. Where the timer is late, or after a restore, it is 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromHours(1);
}
