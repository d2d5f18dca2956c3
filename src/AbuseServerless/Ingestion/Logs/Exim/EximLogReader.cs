using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs.Envelopes;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Exim;

/// <summary>
/// Reads Exim's main and reject logs, as a file or through syslog, with whatever <c>log_selector</c> adds: arrivals (<see cref="EximArrival"/>) with <c>A=</c> are the AUTH of a message and succeeded;
/// <c>no MAIL in SMTP connection from … A=…</c> is one without a message; <c>… authenticator failed for … (set_id=…)</c> failed. Deliveries: <see cref="EximDelivery"/>.
/// </summary>
/// <remarks>
/// A retry that is not tried yet (<c>retry time not reached</c>) and what local transports do are no deliveries. Bounces of this server's own are left out. A login that <c>server_set_id</c> does not
/// tell is <see cref="UncountedLine"/>.
/// </remarks>
public sealed partial class EximLogReader : ILogReader
{
    private static readonly UncountedLine NoName = new("login (set_id) of a failed or unused AUTH") { IsUsual = true };

    private readonly SubmittedMail _mail;
    private readonly PartialLines _parts = new();
    private bool _ownFile;

    /// <param name="state">What another reader remembered; null for nothing.</param>
    public EximLogReader(string? state = null) => _mail = new SubmittedMail(state);

    /// <summary>Logs of Exim 4.</summary>
    public static LogFormat Format { get; } = new(
        "exim",
        "Exim",
        LogTells.Logins | LogTells.FailedLogins | LogTells.Recipients | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new EximLogReader(context.State));

    /// <inheritdoc/>
    public void Begin() => _ownFile = false;

    /// <inheritdoc/>
    public bool IsWithin => _parts.IsOpen;

    /// <inheritdoc/>
    public string? Save() => _mail.Save();

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        var isSyslog = entry.Program.StartsWith("exim", StringComparison.OrdinalIgnoreCase);
        var said = isSyslog ? entry.Message : entry.Text;
        if (!isSyslog && !_ownFile && !MayBeginAFile(said))
        {
            return ForeignLine.Instance;
        }

        var text = said.Bounded();
        if (isSyslog && Part().Match(text) is { Success: true } part)
        {
            // What is too long for syslog comes in numbered parts, where a backslash stands for the end of a line.
            var isEnd = part.Groups["number"].ValueSpan.SequenceEqual(part.Groups["of"].ValueSpan);
            var more = part.Groups["end"].ValueSpan is "\\" ? text[part.Length..] + ' ' : text[part.Length..];
            if (_parts.Add($"{entry.Host}/{entry.Process}", more, isEnd) is not { } whole)
            {
                return IgnoredLine.Instance;
            }

            text = whole.AsSpan().Bounded();
        }

        text = WithoutPrefix(text, isSyslog);
        var id = MessageId().Match(text).Groups["id"].Value;
        if (id.Length == 0 && !isSyslog && !IsKnown(text) && !(_ownFile && entry.Program.IsEmpty && (entry.Time is not null || RefusedHeader().IsMatch(text))))
        {
            return ForeignLine.Instance;
        }

        _ownFile |= !isSyslog;
        if (entry.Time is null && !isSyslog && RefusedHeader().IsMatch(text))
        {
            return IgnoredLine.Instance;
        }

        return entry.Time is { } time ? Read(text, id, isSyslog ? entry.Host.ToString() : "", time) : MalformedLine.NoTime;
    }

    private LogLine Read(string text, string id, string host, DateTimeOffset time)
    {
        if (id.Length == 0)
        {
            return WithoutMessage(text, host, time);
        }

        text = text[(id.Length + 1)..];
        var key = $"{host}/{id}";
        switch (text)
        {
            case ['<', '=', ' ', ..]:
                return EximArrival.Parse(text) is { } arrival ? Arrive(key, id, host, arrival, time) : UnreadLine.Instance;
            case ['=' or '-' or '>', '>', ' ', ..] or ['=', '=', ' ', ..] or ['*', '*', ' ', ..]:
                return EximDelivery.Parse(text, out var isKnown) is { } answer ? _mail.Deliver(key, id, time, answer with { Writer = host }) : isKnown || !OfRecipient().IsMatch(text) ? IgnoredLine.Instance : UnreadLine.Instance;
            case ['H', '=', ..]:
                return WithoutMessage(text, host, time);
            case "Completed" or ['C', 'o', 'm', 'p', 'l', 'e', 't', 'e', 'd', ' ', ..]:
                _mail.End(key);
                return IgnoredLine.Instance;
            default:
                return IgnoredLine.Instance;
        }
    }

    private LogLine Arrive(string key, string id, string host, EximArrival arrival, DateTimeOffset time)
    {
        _mail.Hear(id);
        _mail.Begin(key, time, arrival.IsAuthenticated && AccountName.TryParse(arrival.Login, out var account) ? account : null, arrival.IsBounce);
        return arrival switch
        {
            { IsAuthenticated: false } or { Address: null } => IgnoredLine.Instance,
            { Login: null } => new UncountedLine("login (server_set_id of the authenticator)"),
            _ => new AuthLineParts(arrival.Login, arrival.Address, true) { Protocol = "smtp", Server = host, Session = id, Recipients = arrival.Recipients }.At(time),
        };
    }

    private static LogLine WithoutMessage(string text, string host, DateTimeOffset time)
    {
        var failed = Failed().Match(text);
        var match = failed.Success ? failed : text.StartsWith("H=", StringComparison.Ordinal) ? Refused().Match(text) : NoMail().Match(text);
        return match.Groups["login"].Success
            ? new AuthLineParts(EximLogin.Of(match.Groups["login"].Value), match.Groups["ip"].Value, !failed.Success) { Protocol = "smtp", Server = host }.At(time)
            : Nameless().Match(text) is { Success: true } nameless ? nameless.Groups["name"].Success ? UnreadLine.Instance : NoName
            : text.StartsWith("no MAIL in ", StringComparison.Ordinal) && text.IndexOf(" A=", StringComparison.Ordinal) is > 0 and var at ? HasLogin(text.AsSpan(at + 1)) ? UnreadLine.Instance : NoName
            : IgnoredLine.Instance;
    }

    // A=MECHANISM:LOGIN.
    private static bool HasLogin(ReadOnlySpan<char> field) => field[..(field.IndexOf(' ') is >= 0 and var end ? end : field.Length)].Contains(':');

    // Through syslog Exim writes its own time too, unless syslog_timestamp is off; with +pid the number of the process.
    private static string WithoutPrefix(string text, bool isSyslog)
    {
        text = isSyslog && OwnTime().Match(text) is { Success: true } stamp ? text[stamp.Length..] : text;
        return Process().Match(text) is { Success: true } process ? text[process.Length..] : text;
    }

    // Most lines of other programs are told by a few characters.
    private static bool MayBeginAFile(ReadOnlySpan<char> text) =>
        text is ['[', ..] || (text.Length > 16 && text[6] == '-') || text.StartsWith("exim ") || text.StartsWith("cwd=") || text.StartsWith("Start queue") || text.StartsWith("End queue") || text.StartsWith("no MAIL in") || text.StartsWith("SMTP connection") || text.StartsWith("H=")
        || text.Contains("authenticator failed for", StringComparison.Ordinal);

    private static bool IsKnown(string text) => Failed().IsMatch(text) || NoMail().IsMatch(text) || Daemon().IsMatch(text) || (text.StartsWith("H=", StringComparison.Ordinal) && Refused().IsMatch(text));

    [GeneratedRegex(@"^(?<id>[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})) ", RegexOptions.CultureInvariant)]
    private static partial Regex MessageId();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?: [+-][0-9]{4})? ", RegexOptions.CultureInvariant)]
    private static partial Regex OwnTime();

    [GeneratedRegex(@"^\[[0-9]+\] ", RegexOptions.CultureInvariant)]
    private static partial Regex Process();

    [GeneratedRegex(@"^\[(?<number>[0-9]{1,3})(?<end>[/\\])(?<of>[0-9]{1,3})\] ", RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    // The name is what the client typed: from the first (set_id= to the end.
    [GeneratedRegex(
        @"^\S+ authenticator failed for (?:H=)?" + EximAddress.Client + @"(?: I=\[[^\]\s]*\](?::[0-9]+)?)?(?: Ci=\S+)?(?: U=\S+)?: [0-9]{3} .*?\(set_id=(?<login>.*)\)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Failed();

    [GeneratedRegex(
        @"^no MAIL in (?:TLS |TCP/IP |SMTP )*connection from (?:H=)?" + EximAddress.Client + @"(?: I=\[[^\]\s]*\](?::[0-9]+)?)?(?: Ci=\S+)? D=\S+(?: Ci=\S+)? A=[^\s:]+:(?<login>.+?)(?: X=\S+(?: CV=\S+)?.*)?(?: C=\S*)?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex NoMail();

    // A failure in another shape than the usual one or without its name.
    [GeneratedRegex(@"^\S+ authenticator failed for .*?: 5[0-9]{2} (?:[^(].*?)?(?<name>\(set_id=.*)?$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Nameless();

    [GeneratedRegex(" (?:H|R|T)=", RegexOptions.CultureInvariant)]
    private static partial Regex OfRecipient();

    // What the server refuses of a client that logged in: an account over its limit is known by nothing else. The sender is the client's, and so are SNI= and DN=, in which some versions let quotation marks stand: lines with them do not count.
    [GeneratedRegex(
        "^H=" + EximAddress.Client + @"(?: I=\[[^\]\s]*\](?::[0-9]+)?)?(?: Ci=\S+)?(?: (?:TFO|L[.*-]*|X=\S+|CV=\S+))*"
        + @"(?: F=<(?:""(?:[^""\\]|\\.)*""|[^\s""<>])*>)?(?: A=[^\s:]+(?::(?<login>.+?))?)? (?:temporarily )?rejected (?:RCPT|MAIL|DATA|after DATA|VRFY|EXPN|ETRN|HELO|EHLO|AUTH|STARTTLS|QUIT|PRDR)\b",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Refused();

    // The reject log has the header of a refused message behind the line: a mark, a blank and a field, whose further lines are indented.
    [GeneratedRegex(@"^(?:Envelope-(?:from|to): |[ A-Z*] [!-9;-~]+:|[ \t])", RegexOptions.CultureInvariant)]
    private static partial Regex RefusedHeader();

    [GeneratedRegex(@"^(?:exim [0-9.]+ daemon started: |cwd=\S+ [0-9]+ args: |Start queue run: pid=|End queue run: pid=|SMTP connection (?:from|outbound) )", RegexOptions.CultureInvariant)]
    private static partial Regex Daemon();
}
