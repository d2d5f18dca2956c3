using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Zimbra;

/// <summary>
/// Reads Zimbra's <c>audit.log</c> (8.x to 10.x): <c>[name=…;oip=ADDRESS;oport=…;oproto=smtp;] security - cmd=Auth; account=…; protocol=soap;</c> succeeded, with <c>error=</c> it failed.
/// </summary>
/// <remarks>
/// Postfix asks Zimbra's mailbox server about SMTP AUTH by SOAP, so that <c>oproto=smtp</c> or <c>protocol=smtp</c> tells it from logins by web, IMAP and POP3, which are ignored. Deliveries stand in
/// Postfix' log.
/// </remarks>
public sealed partial class ZimbraAuditReader : ILogReader
{
    /// <summary>Zimbra's audit.log.</summary>
    public static LogFormat Format { get; } = new("zimbra", "Zimbra audit.log", LogTells.Logins | LogTells.FailedLogins, _ => new ZimbraAuditReader());

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (!entry.Text.Contains("security - cmd=", StringComparison.Ordinal) || Command().Match(entry.Text.Bounded()) is not { Success: true } match)
        {
            return ForeignLine.Instance;
        }

        var context = match.Groups["context"].Value;
        var isSmtp = Property(context, "oproto") is "smtp" or "smtps" || match.Groups["protocol"].Value is "smtp" or "smtps";
        if (!isSmtp || match.Groups["command"].ValueSpan is not "Auth")
        {
            return IgnoredLine.Instance;
        }

        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        // oip is the client, ip the server that asked for it; of several, through proxies, the first.
        var address = Property(context, "oip") ?? Property(context, "ip");
        return new AuthLineParts(match.Groups["account"].Value, address?.Split(',')[0].Trim(), !match.Groups["error"].Success) { Protocol = "smtp", Server = entry.Host.ToString() }.At(time);
    }

    // The first one of a name: what a client says of itself (ua) stands behind.
    private static string? Property(string context, string name)
    {
        foreach (var part in context.Split(';'))
        {
            if (part.StartsWith(name, StringComparison.Ordinal) && part.Length > name.Length && part[name.Length] == '=')
            {
                return part[(name.Length + 1)..];
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"^(?:INFO|WARN|ERROR)\s+\[[^\]]*\] \[(?<context>.*?)\] security - cmd=(?<command>[A-Za-z]+);(?: account=(?<account>[^;]*);)?(?: protocol=(?<protocol>[^;]*);)?(?<error> error=.*)?",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Command();
}
