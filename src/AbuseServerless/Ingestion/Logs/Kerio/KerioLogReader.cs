using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Kerio;

/// <summary>
/// Reads the Mail and Security logs of Kerio Connect (Kerio MailServer 6.7 to Kerio Connect 10): <c>Recv: Queue-ID: …, Service: SMTP, …, User: …, Sender-Host: …</c> is a submission, and with it a login;
/// <c>SMTP: Invalid password for user …. Attempt from IP address ….</c> and <c>SMTP: User … doesn't exist. …</c> failed.
/// </summary>
/// <remarks><c>Sent:</c> does not say to which server, nor whether to one's own mailboxes: no deliveries.</remarks>
public sealed partial class KerioLogReader : ILogReader
{
    /// <summary>Logs of Kerio Connect.</summary>
    public static LogFormat Format { get; } = new("kerio", "Kerio Connect", LogTells.Logins | LogTells.FailedLogins, _ => new KerioLogReader());

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        // [24/Nov/2026 01:01:00]
        if (entry.Line is not ['[', ..] || entry.Time is not { } time)
        {
            return ForeignLine.Instance;
        }

        var text = entry.Text;
        if (text.StartsWith("Recv: Queue-ID: ") || text.StartsWith("Sent: Queue-ID: "))
        {
            var mail = Received().Match(text.Bounded());
            return mail.Success && mail.Groups["addresses"].ValueSpan.Contains('"') ? UnreadLine.Instance
                : mail.Success ? new AuthLineParts(mail.Groups["user"].Value, mail.Groups["ip"].Value, true) { Protocol = "smtp", Session = mail.Groups["id"].Value }.At(time)
                : text.StartsWith("Recv: ") && text.Contains(", User: ", StringComparison.Ordinal) && text.Contains('"') ? UnreadLine.Instance
                : Submitted().IsMatch(text) ? new UncountedLine("client's address (Sender-Host)")
                : IgnoredLine.Instance;
        }

        return text.StartsWith("SMTP: ") && Failed().Match(text.Bounded()) is { Success: true } failed
            ? new AuthLineParts(failed.Groups["user"].Value, failed.Groups["ip"].Value, false) { Protocol = "smtp" }.At(time)
            : ForeignLine.Instance;
    }

    // A client writes the addresses, within their brackets, but for a part in quotation marks (RFC 5321), which may hold brackets and whole fields; and what stands behind the last field here.
    [GeneratedRegex(
        @"^Recv: Queue-ID: (?<id>[0-9A-Fa-f-]+), Service: (?:Secure )?SMTPS?, (?<addresses>From: <[^<>]*>, To: <[^<>]*>(?:, <[^<>]*>)*), Size: [0-9]+, (?:User: (?<user>[^,\s]+), Sender-Host: (?<ip>[0-9A-Fa-f.:]+)|Sender-Host: (?<ip>[0-9A-Fa-f.:]+), User: (?<user>[^,\s]+))(?:,.*)?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Received();

    // Its client's address is missing, or a name.
    [GeneratedRegex(@"^Recv: Queue-ID: [^,]*, Service: (?:Secure )?SMTPS?, From: <[^<>]*>, To: <[^<>]*>(?:, <[^<>]*>)*, Size: [0-9]+,(?: Sender-Host: [^,]*,)? User: ", RegexOptions.CultureInvariant)]
    private static partial Regex Submitted();

    [GeneratedRegex(@"^SMTP: (?:Invalid password for user (?<user>.+)\.|User (?<user>.+) doesn't exist\.) Attempt from IP address (?<ip>[0-9A-Fa-f.:]*[0-9A-Fa-f])\.?$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Failed();
}
