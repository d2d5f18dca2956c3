using System.Globalization;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Nginx;

/// <summary>
/// Reads the error log of nginx' mail proxy (1.x) at level <c>info</c>: <c>client logged in, client: ADDRESS, server: ADDRESS:PORT, login: "NAME"</c> succeeded, <c>client login failed: …</c> failed.
/// </summary>
/// <remarks>
/// <para>The port of the server tells the protocol: 25, 465, 587 and 2525 are SMTP, those of IMAP and POP3 are ignored, and what came in at another one is <see cref="UncountedLine"/>.</para>
/// <para>
/// nginx writes a name of a failed request as it came, with its line feeds: whole lines of the log may be a client's. A name whose quotation mark is not closed in its line tells of that, and what follows is
/// <see cref="UnreadLine"/>, as far as such a line of nginx may reach. A success names the upstream behind the login, where no name reaches; one that does not is not believed.
/// </para>
/// </remarks>
public sealed partial class NginxMailReader : ILogReader
{
    // NGX_MAX_ERROR_STR: what nginx writes at once, line feeds and all.
    private const int MaximumLength = 2048;

    private int _ofClient;

    /// <summary>The error log of nginx.</summary>
    public static LogFormat Format { get; } = new("nginx", "nginx mail proxy", LogTells.Logins | LogTells.FailedLogins, _ => new NginxMailReader());

    /// <inheritdoc/>
    public bool IsWithin => _ofClient > 0;

    /// <inheritdoc/>
    public void Begin() => _ofClient = 0;

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (_ofClient > 0)
        {
            _ofClient -= entry.Line.Length + 1;
            return UnreadLine.Instance;
        }

        if (entry.Program is not "nginx" && entry.Text is not ['[', ..])
        {
            return ForeignLine.Instance;
        }

        var text = (entry.Program is "nginx" ? entry.Message : entry.Text).Bounded();
        if (Line().Match(text) is not { Success: true } line)
        {
            return ForeignLine.Instance;
        }

        var said = line.Groups["said"].Value;
        if (Login().Match(said) is not { Success: true } match || (match.Groups["success"].Success && match.Groups["upstream"].Length == 0))
        {
            _ofClient = HasOpenName(said) ? Math.Max(0, MaximumLength - entry.Line.Length - 1) : 0;
            return _ofClient > 0 || (said.StartsWith("client logged in", StringComparison.Ordinal) && !said.Contains(", server: unix:", StringComparison.Ordinal) && !Nobody().IsMatch(said)) ? UnreadLine.Instance
                : IgnoredLine.Instance;
        }

        if (entry.Time is not { } time)
        {
            return MalformedLine.NoTime;
        }

        return (match.Groups["port"].Success ? int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture) : 0) switch
        {
            25 or 465 or 587 or 2525 => new AuthLineParts(match.Groups["login"].Value, match.Groups["ip"].Value, match.Groups["success"].Success) { Protocol = "smtp", Server = entry.Host.ToString() }.At(time),
            110 or 995 or 143 or 993 or 4190 => IgnoredLine.Instance,
            _ => new UncountedLine("protocol (the port is not one that mail clients use)"),
        };
    }

    private static bool HasOpenName(string said) => Name().Match(said) is { Success: true } name && !Closed().IsMatch(said[(name.Index + name.Length)..]);

    // Through syslog nginx writes its own time too.
    [GeneratedRegex(
        @"^(?:[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9:]{8} )?\[(?:debug|info|notice|warn|error|crit|alert|emerg)\] [0-9]+#[0-9]+: (?:\*[0-9]+ )?(?<said>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Line();

    // The reason of a failure is the authentication server's. A name may hold anything, so it begins at the first login: " behind the server and ends at the last quotation mark in front of the upstream.
    [GeneratedRegex(
        @"^(?:(?<success>client logged in)|client login failed: ""[^""]*"" while in http auth state|upstream sent invalid response: ""(?:5[0-9]{2}|-ERR)[^""]*"" while reading response from upstream)"
        + @", client: (?<ip>[0-9A-Fa-f.:]+)(?: using starttls)?, server: (?:\[[^\]]*\]|[^\s,:]*):?(?<port>[0-9]{1,5})?, login: ""(?<login>.*?)""(?:, upstream: (?<upstream>[^""]*))?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Login();

    // A server without AUTH takes mail for it.
    [GeneratedRegex(@"^client logged in, client: [0-9A-Fa-f.:]+(?: using starttls)?, server: [^\s,]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Nobody();

    [GeneratedRegex(@", server: [^\s,]+, login: """, RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"""(?:, upstream: [^""]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Closed();
}
