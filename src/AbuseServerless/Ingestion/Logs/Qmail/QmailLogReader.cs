using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Qmail;

/// <summary>
/// Reads what checks passwords for qmail: vpopmail's <c>vchkpw</c> (5.4), Plesk's <c>smtp_auth</c> (8 to 12) and <c>spamdyke</c> (<see cref="SpamdykeLine"/>). Of vpopmail's services <c>smtp</c>, <c>smtps</c> and <c>submission</c> count; one that is
/// called by a port that is none of mail's is <see cref="UncountedLine"/>.
/// </summary>
public sealed partial class QmailLogReader : ILogReader
{
    private readonly SpamdykeLine _spamdyke = new();

    /// <summary>Logs of vpopmail, Plesk and spamdyke.</summary>
    public static LogFormat Format { get; } = new("qmail", "qmail (vpopmail, Plesk, spamdyke)", LogTells.Logins | LogTells.FailedLogins, _ => new QmailLogReader());

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry) => entry.Program switch
    {
        "vpopmail" => Vpopmail(entry),
        "smtp_auth" => Plesk(entry),
        "spamdyke" => _spamdyke.Read(entry),
        _ when entry.Program.StartsWith("vchkpw-") => Said(entry.Program, entry.Message.Bounded(), entry),
        _ => ForeignLine.Instance,
    };

    private LogLine Vpopmail(in LogEntry entry)
    {
        var colon = entry.Message.IndexOf(": ");
        return colon > 0 && entry.Message.StartsWith("vchkpw-") ? Said(entry.Message[..colon], entry.Message[(colon + 2)..].Bounded(), entry) : IgnoredLine.Instance;
    }

    private LogLine Said(ReadOnlySpan<char> service, string text, in LogEntry entry)
    {
        var match = Vchkpw().Match(text);
        var port = service["vchkpw-".Length..];
        if (!match.Success)
        {
            return Outcome().IsMatch(text) && port is "smtp" or "smtps" or "submission" or "25" or "465" or "587" or "2525" ? UnreadLine.Instance : IgnoredLine.Instance;
        }

        if (!char.IsAsciiDigit(port is [var first, ..] ? first : ' '))
        {
            return port is "smtp" or "smtps" or "submission" ? Auth(match, entry) : IgnoredLine.Instance;
        }

        return port is "25" or "465" or "587" or "2525" ? Auth(match, entry) : new UncountedLine("protocol (the port is not one that mail clients use)");
    }

    private LogLine Plesk(in LogEntry entry) => PleskAuth().Match(entry.Message.Bounded()) is { Success: true } match ? Auth(match, entry)
        : entry.Message.Contains("logged in", StringComparison.Ordinal) || entry.Message.Contains("FAILED: ", StringComparison.Ordinal) ? UnreadLine.Instance
        : IgnoredLine.Instance;

    private LogLine Auth(Match match, in LogEntry entry)
    {
        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        // Plesk: the short name of a mailbox, which every domain has, and its folder.
        var name = match.Groups["name"].Value;
        name = match.Groups["domain"].Success && !name.Contains('@', StringComparison.Ordinal) ? $"{name}@{match.Groups["domain"].Value}" : name;
        var read = new AuthLineParts(name.EndsWith('@') ? name[..^1] : name, match.Groups["ip"].Value, match.Groups["success"].Success) { Protocol = "smtp", Server = entry.Host.ToString() }.At(time);
        if (read is AuthLine { Event.Success: true } login)
        {
            _spamdyke.Hear(login);
        }

        return read;
    }

    // vchkpw.c writes NAME:ADDRESS at the end; an address of IPv6 holds colons, the name of a mailbox none. A password may stand before the name of a failed request (logging level 3).
    [GeneratedRegex(
        @"^(?:(?<success>(?:\([A-Za-z0-9-]+\) )?login success )(?<name>[^:]*)|(?:\([A-Za-z0-9-]+\) )?(?:password fail (?:\(pass: '.*'\) )?|vpopmail user not found |null password given |invalid user/domain characters |user has no password )(?<name>.*?)):(?<ip>[0-9A-Fa-f.:]*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Vchkpw();

    [GeneratedRegex("login success|password fail|user not found|null password|no password", RegexOptions.CultureInvariant)]
    private static partial Regex Outcome();

    [GeneratedRegex(
        @"^(?:smtp_auth: )?(?:(?<success>SMTP user )(?<name>\S+?)(?: ?:(?: (?:/\S*/mailnames/(?<domain>[^/\s]+)/\S*|/\S*))?)? logged in from |FAILED: (?<name>.+?) - (?:password incorrect|no such user|user not found)[^\[\]]* from )[^\s\[\]]*(?: [^\s\[\]]*)?\s?\[(?<ip>[^\]\s]*)\]\s*$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex PleskAuth();
}
