using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Dovecot;

/// <summary>
/// What Dovecot's login processes say in words: <c>submission-login: Login: user=&lt;…&gt;, method=PLAIN, rip=…, lip=…</c> succeeded, with <c>(auth failed, 1 attempts in 2 secs)</c> it failed. Only
/// <c>submission-login</c> counts; logins by IMAP, POP3 and ManageSieve are ignored. The line that a proxy writes when it starts is a login too.
/// </summary>
internal static partial class DovecotLogin
{
    /// <summary>What the line says; null where it is of no login process.</summary>
    public static LogLine? Read(in LogEntry entry)
    {
        var message = entry.Message;
        var process = entry.Program;
        if (process is "dovecot" && message.IndexOf(": ") is > 0 and var colon)
        {
            process = message[..colon];
            message = message[(colon + 2)..];
        }

        process = process.IndexOf('(') is > 0 and var bracket ? process[..bracket] : process;
        if (!process.EndsWith("-login"))
        {
            return null;
        }

        if (process is not ("submission-login" or "smtp-login"))
        {
            return IgnoredLine.Instance;
        }

        if (!message.Contains("user=<", StringComparison.Ordinal))
        {
            return Begins().IsMatch(message) ? UnreadLine.Instance : IgnoredLine.Instance;
        }

        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        var match = Said().Match(message.Bounded());
        return match.Success
            ? new AuthLineParts(match.Groups["user"].Value, match.Groups["ip"].Value, !match.Groups["failed"].Success)
            {
                Protocol = "submission",
                Server = entry.Host.ToString(),
                Session = match.Groups["session"].Value,
            }.At(time)
            : message.Contains("user=<>", StringComparison.Ordinal) || !MayTell().IsMatch(message) ? IgnoredLine.Instance : UnreadLine.Instance;
    }

    // Nothing in front of user=< is the client's; behind the name only what is written last is certain to be Dovecot's, for a name may hold anything: so the last method and rip count.
    [GeneratedRegex(
        @"^(?:Info: )?(?:(?:Login|Logged in)(?: \([^)]*\))?|(?:[Pp]roxy(?:\([^)]*\))?: )?[Ss]tarted proxying to (?:<[^<>]*>)?[^<>]*?|(?<failed>[A-Z][^<>]*?\((?:auth failed|no auth attempts|tried to use)[^<>]*?\)))"
        + @": user=<(?<user>.*)>, (?:[a-z_]+=[^,<>]*, )*?rip=(?<ip>[^,<>\s]*)(?:,[^<>]*(?:session=<(?<session>[^<>]*)>)?[^<>]*)?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Said();

    // With other elements (login_log_format_elements) than usual.
    [GeneratedRegex(@"^(?:Info: )?(?:Login: |Logged in|(?:proxy[^:]*: )?started proxying)|\(auth failed, ", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Begins();

    [GeneratedRegex(@"^(?:Info: )?(?:Login|Logged in|(?:proxy[^:]*: )?started proxying)|auth failed", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex MayTell();
}
