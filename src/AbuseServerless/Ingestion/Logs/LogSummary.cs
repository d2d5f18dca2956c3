using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>What was understood of a log, in words for the operator's own screen: the examples may hold names.</summary>
public static partial class LogSummary
{
    // From here on the geolocation is said to be wrong.
    private const double MuchWithoutCountry = 0.2;

    // What an AUTH event must tell.
    private static readonly string[] Events = ["time", "account", "ip", "success"];

    /// <summary>What it is and what it told: one line.</summary>
    public static string Of(LogTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return string.Create(CultureInfo.InvariantCulture, $"{tally.Found}: {Quantity.Of(tally.Lines, "line")}, {tally.Recognised:N0} recognised, {Quantity.Of(tally.Logins, "login")}, ")
            + $"{Quantity.Of(tally.Deliveries, "delivery", "deliveries")}, "
            + (tally.NotUnderstood == 1 ? "1 line that looks like mail was not understood." : $"{Quantity.Of(tally.NotUnderstood, "line")} that look like mail were not understood.")
            + (tally.Broken.Count == 0 ? "" : $" {Quantity.Of(tally.Broken.Count, "file")} could not be read to the end.");
    }

    /// <summary>What is wrong, a line each; none where nothing is.</summary>
    /// <param name="tally">What was read.</param>
    /// <param name="hasCountry">Whether an address has a country; null where nobody can tell.</param>
    public static IEnumerable<string> Warnings(LogTally tally, Func<IPAddress, bool>? hasCountry = null)
    {
        ArgumentNullException.ThrowIfNull(tally);
        foreach (var file in tally.Broken)
        {
            yield return tally.Nested.Contains(file)
                ? $"{file} is an archive within an archive; unpack it first. It was not read and is missing from the result."
                : $"{file} ends early or is damaged: the rest was not read and is missing from the result.";
        }

        if (tally.NotUnderstood > 0 && tally.Binary is null)
        {
            yield return $"{Quantity.Of(tally.NotUnderstood, "line")} {(tally.NotUnderstood == 1 ? "looks like mail but was" : "look like mail but were")} not understood, such as: {tally.Example}";
        }

        foreach (var (uncounted, number) in tally.Missing)
        {
            yield return (number == 1 ? "1 login does not count, because its line does not contain " : $"{Quantity.Of(number, "login")} do not count, because their lines do not contain ")
                + $"the {uncounted.Missing}{(uncounted.IsUsual ? "." : ": configure the server to write it.")}";
        }

        if (tally.Malformed > 0)
        {
            yield return $"{Quantity.Of(tally.Malformed, "line")} should contain an event but cannot be read ({(tally.Malformed == 1 ? "a dead letter" : "dead letters")}). {tally.Fault} Such as: {tally.Faulty}";
        }

        if (tally.Ahead > 0)
        {
            yield return $"{Quantity.Of(tally.Ahead, "event")} {(tally.Ahead == 1 ? "is" : "are")} in the future, by more than {AuthEventParser.MaximumAhead.TotalMinutes:0} minutes, and {(tally.Ahead == 1 ? "does" : "do")} not count. Is the time zone right?";
        }

        if (tally.Repeated > 0)
        {
            yield return $"{Quantity.Of(tally.Repeated, "event")} {(tally.Repeated == 1 ? "stands" : "stand")} in several of the files and {(tally.Repeated == 1 ? "counts" : "count")} once. The first million lines with events are compared: name each log once.";
        }

        if (tally.IsProxied)
        {
            yield return "Logins through the proxy are counted twice, as nginx wrote them and as Postfix took them over (sasl_method=XCLIENT): replay one of the two logs.";
        }

        foreach (var (path, why) in tally.NotRead)
        {
            yield return $"{path} {why} It was not read and is missing from the result.";
        }

        if (tally.UnknownZone is { } zone)
        {
            yield return $"{Quantity.Of(tally.UnknownZones, "time")} {(tally.UnknownZones == 1 ? "names" : "name")} the zone {zone.Word}, which is unknown or stands for several: taken as {zone.Taken}. Is the time zone right?";
        }

        if (tally.Damaged > 0 && tally.Binary is null)
        {
            yield return $"{Quantity.Of(tally.Damaged, "line")} {(tally.Damaged == 1 ? "is damaged and was" : "are damaged and were")} skipped.";
        }

        if (tally.OnlyPrivateAddress is { } only)
        {
            yield return $"All logins come from {only}, a private address: a proxy or container gateway in front of the mail server hides its clients, so no stolen account can be found. "
                + "Configure it to pass on their addresses: the PROXY protocol (smtpd_upstream_proxy_protocol, haproxy_trusted_networks), or for Docker \"userland-proxy\": false or network_mode: host.";
        }
        else if (hasCountry is not null && tally.Addresses.Count > 0 && tally.Addresses.Count(address => !hasCountry(address)) is > 0 and var without)
        {
            var share = (double)without / tally.Addresses.Count;
            var which = tally.Addresses.Count == 1 ? "The only client address" : string.Create(CultureInfo.InvariantCulture, $"{share:P0} of the client addresses ({without:N0} of {tally.Addresses.Count:N0})");
            yield return $"{which} {(tally.Addresses.Count == 1 ? "has no country and does" : "have no country and do")} not count."
                + (share < MuchWithoutCountry ? "" : $" {(tally.Addresses.Count == 1 ? "Is it that of a proxy?" : "Are they addresses of a proxy?")} Are the geolocation databases complete?");
        }

        if (tally.Logins + tally.Deliveries == 0 && tally.Recognised > 0)
        {
            yield return "The log contains no SMTP login that counts and no delivery. IMAP, POP3 and web logins do not count.";
        }
    }

    /// <summary>Why nothing was recognised; null where something was.</summary>
    /// <param name="tally">What was read.</param>
    /// <param name="format">What the operator said that it is; null where nothing.</param>
    public static string? Nothing(LogTally tally, LogFormat? format)
    {
        ArgumentNullException.ThrowIfNull(tally);
        return tally.Ahead > 0 && tally.Ahead == tally.Logins + tally.Deliveries ? "nothing counts: all times are in the future. Is the time zone right, or the year?"
            : tally.IsHeaderOnly && tally.Example is { } below ? $"nothing recognised{As(format)} but the header: the lines below it cannot be read, such as: {below}"
            : tally.Recognised > tally.Malformed || (tally.Recognised > 0 && tally.Malformed == 0) ? null
            : tally.Binary is { } binary ? $"nothing recognised{As(format)}. It is {binary}."
            : tally.Recognised > 0 && tally.Fault == MalformedLine.NoTime.Reason && tally.FirstLine is { } timeless
                ? $"nothing counts: the lines have no readable time stamp. Configure the server or the container to write one (syslog, journalctl -o short-iso, docker logs -t). The first line is: {timeless}"
            : tally is { Recognised: > 0, Fault: { } fault, FirstLine: { } faulty } && fault != MalformedLine.NoEvent.Reason ? $"nothing counts: the lines contain events that cannot be read. {fault} The first line is: {faulty}"
            : tally.FirstLine is not { } first ? tally.Broken is [var broken, ..] ? tally.Nested.Contains(broken) ? $"nothing recognised: {broken} is an archive within an archive; unpack it first." : $"nothing recognised: {broken} is compressed, and encrypted or damaged from its beginning." : "nothing recognised: it has no lines."
            : format is not null ? $"nothing recognised{As(format)}. The first line is: {first}"
            : $"nothing recognised. {Seems(first)} The first line is: {first}";
    }

    [GeneratedRegex(@"^\[ *[0-9]+\.[0-9]+(?: <[^>]*>)?\] ", RegexOptions.CultureInvariant)]
    private static partial Regex Monotonic();

    [GeneratedRegex("^[0-9A-Za-z]{6,20}: (?:client|from|to|uid|message-id)=|^(?:connect|disconnect) from ", RegexOptions.CultureInvariant)]
    private static partial Regex Untimed();

    [GeneratedRegex(@"^.{15,40} \S+ \S+\.service\[[0-9]+\]: ", RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex(@"^.{15,40} \S+ [^\s\[\]:]+(?:\[[0-9]+\])?: [A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} \S+ [^\s\[\]:]+(?:\[[0-9]+\])?: ", RegexOptions.CultureInvariant)]
    private static partial Regex Container();

    private static string As(LogFormat? format) => format is null ? "" : $" as {format.Title}";

    private static string Seems(string first) =>
        first.StartsWith('[') && Events.All(field => first.Contains($"\"{field}\"", StringComparison.Ordinal))
            ? "It seems to be one JSON array of events; JSON Lines are required, one event per line. To convert it: jq -c '.[]' FILE > events.jsonl"
        : first.StartsWith("__CURSOR=", StringComparison.Ordinal) || first.Contains(";b=", StringComparison.Ordinal) ? "It seems to be the output of journalctl -o export or -o verbose: use -o json or -o short-iso."
        : Monotonic().IsMatch(first) ? "It seems to be text without dates, such as from journalctl -o short-monotonic: use -o short-iso."
        : Untimed().IsMatch(first) ? "It seems to be text without times, such as from journalctl -o cat: use -o short-iso."
        : Unit().IsMatch(first) ? "It seems to be the output of journalctl -o with-unit, which leaves out the programs: use -o short-iso."
        : Container().IsMatch(first) ? "It seems to be from Docker's syslog driver with a tag of your own: use its default tag, docker/{{.Name}} or {{.ImageName}}/{{.Name}}/{{.ID}}."
        : first is ['{', ..] or ['[', '"' or '{' or ' ', ..] or ['['] ? "It seems to be JSON in an unsupported format."
        : first.StartsWith('<') ? "It seems to be XML or a web page."
        : Columns(first) is { } columns
            ? $"It seems to be a table (CSV) of events; JSON Lines are required, one event per line. To convert it: jq -cR 'select(input_line_number > 1) | split(\",\") | {{{columns}}}' FILE > events.jsonl"
        : first.StartsWith("#Software: Microsoft Exchange", StringComparison.Ordinal) ? "It seems to be a log of Exchange, but not that of SMTP receive: give FrontEnd\\ProtocolLog\\SmtpReceive."
        : first.Count(letter => letter == ',') > 1 && !first.Contains(": ", StringComparison.Ordinal) && !first.Contains('=', StringComparison.Ordinal) ? "It seems to be a table (CSV) in an unsupported format."
        : "It seems to be text in an unsupported format.";

    // What makes an event of a table's row, for jq; null where the header names other columns.
    private static string? Columns(string header)
    {
        var names = header.Trim('\uFEFF', ' ', '\r').Split(',').Select(name => name.Trim(' ', '"')).ToList();
        return Events.All(field => names.Contains(field, StringComparer.OrdinalIgnoreCase))
            ? string.Join(", ", Events.Select(field => (field, Column: names.FindIndex(name => name.Equals(field, StringComparison.OrdinalIgnoreCase))))
                .Select(found => found.field == "success" ? $"{found.field}: (.[{found.Column}] == \"true\")" : $"{found.field}: .[{found.Column}]"))
            : null;
    }
}
