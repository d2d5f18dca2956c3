using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Exim;

/// <summary>
/// What <c>=&gt;</c>, <c>-&gt;</c>, <c>&gt;&gt;</c>, <c>==</c> and <c>**</c> say of a recipient: <c>** ADDRESS &lt;ORIGINAL&gt; F=&lt;…&gt; R=ROUTER T=TRANSPORT H=HOST [ADDRESS]:PORT X=… CV=…: REPLY</c>.
/// </summary>
internal static partial class EximDelivery
{
    /// <summary>Null where the text tells of no delivery to another server, or of one that was not tried.</summary>
    /// <param name="text">What was said behind the message's id.</param>
    /// <param name="isKnown">Whether it has the shape of what is said of a recipient.</param>
    public static RemoteAnswer? Parse(string text, out bool isKnown)
    {
        var match = Delivery().Match(text);
        isKnown = match.Success;
        if (!match.Success)
        {
            return null;
        }

        var fields = match.Groups["fields"].Value;
        var reply = match.Groups["reply"].Success ? match.Groups["reply"].Value.Replace("\\n", " ", StringComparison.Ordinal).TrimEnd() : null;
        var host = Host().Match(fields);
        if (LocalTransport().IsMatch(fields) || reply?.Contains("retry time not reached", StringComparison.Ordinal) == true)
        {
            return null;
        }

        // Cut off before the host's address: where it went is not known.
        if (match.Groups["flag"].ValueSpan is "=>" or "->" or ">>" && !host.Success && CutHost().IsMatch(fields))
        {
            isKnown = false;
            return null;
        }

        var isGivenUp = reply?.EndsWith(GivenUp, StringComparison.Ordinal) == true;
        DeliveryStatus? status = match.Groups["flag"].ValueSpan switch
        {
            "=>" or "->" or ">>" => host.Success ? DeliveryStatus.Sent : null,
            "==" => DeliveryStatus.Deferred,
            "**" => isGivenUp ? DeliveryStatus.Expired : DeliveryStatus.Bounced,
            _ => null,
        };
        var confirmation = Confirmation().Match(fields);
        return status is not { } found ? null : new RemoteAnswer(match.Groups["to"].Value, found)
        {
            Relay = host.Success ? host.Groups["name"].Value : null,
            RelayAddress = host.Success ? host.Groups["ip"].Value : null,
            Port = int.TryParse(host.Groups["port"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null,
            Reply = isGivenUp ? reply![..^GivenUp.Length].TrimEnd(' ', ':') is { Length: > 0 } last ? last : null : reply ?? (confirmation.Success ? confirmation.Groups["text"].Value : null),
            DelaySeconds = Seconds(QueueTime().Match(fields + match.Groups["times"].Value)),
        };
    }

    private const string GivenUp = "retry timeout exceeded";

    private static double? Seconds(Match time) => time.Success
        ? time.Groups["part"].Captures.Sum(part => double.Parse(part.ValueSpan[..^1], CultureInfo.InvariantCulture) * part.ValueSpan[^1] switch { 'w' => 604_800, 'd' => 86_400, 'h' => 3_600, 'm' => 60, _ => 1 })
        : null;

    // What a remote server says stands behind the first colon and blank outside of quotes, or in C="…".
    [GeneratedRegex(
        "^(?<flag>=>|->|>>|==|\\*\\*) (?<to>" + EximAddress.Mailbox + @")(?<fields>(?: (?:""(?:[^""\\]|\\.)*""|[^\s"":]|:[^\s""])+)*)(?:: (?<reply>.*?)(?<times>(?: [QDR]T=[0-9.wdhms]+)*))?$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Delivery();

    [GeneratedRegex(@" H=(?<name>\S+) \[(?<ip>[0-9A-Fa-f.:]+)\](?::(?<port>[0-9]{1,5}))?", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@" H=(?:\S+(?: \[[0-9A-Fa-f.:]*)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex CutHost();

    // Names of transports are the administrator's; these are those of the usual configurations.
    [GeneratedRegex(@" T=\S*(?:local|maildir|mbox|mail_spool|pipe|file|reply|vacation|lda|lmtp|procmail|virtual|dovecot|cyrus|mailman|discard|null|spam)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LocalTransport();

    [GeneratedRegex(@" C=""(?<text>(?:[^""\\]|\\.)*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Confirmation();

    [GeneratedRegex(@" QT=(?<part>[0-9]{1,9}(?:\.[0-9]{1,9})?[wdhms])+", RegexOptions.CultureInvariant)]
    private static partial Regex QueueTime();
}
