using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Postfix;

/// <summary>
/// What a delivery agent says of a recipient: <c>to=&lt;…&gt;, [orig_to=&lt;…&gt;,] relay=…, [conn_use=…,] delay=…, delays=…, dsn=…, status=… (text)</c>.
/// </summary>
/// <param name="Recipient">The whole address; never leaves the reader.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Answer">Who said what.</param>
/// <param name="DelaySeconds">Seconds since the message arrived; null where they cannot be read.</param>
internal sealed partial record PostfixDelivery(string Recipient, string Domain, DeliveryStatus Status, HopReply Answer, double? DelaySeconds)
{
    /// <summary>Whether the relay is a smarthost or relay service.</summary>
    public bool IsRelayed { get; private init; }

    /// <summary>The queue id that the relay gave the message; null where it said none.</summary>
    public string? QueuedAs { get; private init; }

    /// <summary>Null where the text says nothing of a delivery to another server.</summary>
    /// <param name="text">What was said behind the queue id.</param>
    /// <param name="writer">The host that said it.</param>
    /// <param name="isKnown">Whether it says of a recipient what is known, such as a delivery to this server itself.</param>
    public static PostfixDelivery? Parse(string text, string writer, out bool isKnown)
    {
        var match = Quoted().Match(text);
        match = match.Success ? match : Unquoted().Match(text);
        var word = match.Groups["status"].ValueSpan;
        var known = StatusOf(word);

        // Probes of addresses have no message. Any other word is cut off.
        isKnown = known is not null || word is "deliverable" or "undeliverable";
        if (known is not { } status)
        {
            return null;
        }

        var relay = match.Groups["relay"].Value is "none" or "local" ? null : match.Groups["relay"].Value.ToLowerInvariant();
        var relayAddress = ClientAddress.Parse(match.Groups["ip"].Value);
        var hop = relay is null && match.Groups["relay"].ValueSpan is "none" ? WhereNoneAnswered(match.Groups["reply"].Value, writer) : LogHops.Of(relay, relayAddress, Port(match), writer);
        if (hop == LogHop.Own)
        {
            return null;
        }

        var recipient = match.Groups["to"].Value;
        var at = recipient.LastIndexOf('@');
        return new PostfixDelivery(
            recipient,
            at >= 0 && RecipientDomain.TryParse(recipient[(at + 1)..], out var domain) ? domain : RecipientDomain.Invalid,
            status,
            new HopReply(
                relay,
                relayAddress,
                EnhancedCode.Parse(match.Groups["dsn"].Value)?.ToString(),
                ReplyText.Clean(ReplyText.WithoutName(Reply(match), recipient))),
            double.TryParse(match.Groups["delay"].ValueSpan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var delay) ? delay : null)
        {
            IsRelayed = hop == LogHop.Relay,
            QueuedAs = QueuedAsId().Match(match.Groups["reply"].Value) is { Success: true } queued ? queued.Groups[1].Value : null,
        };
    }

    private static int? Port(Match match) => int.TryParse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture, out var port) ? port : null;

    // Then Postfix itself says why, and with which host. Who wants a login is a smarthost; a transport that does not run is this server's own.
    private static LogHop WhereNoneAnswered(string reply, string writer)
    {
        if (NoTransport().IsMatch(reply))
        {
            return LogHop.Own;
        }

        var match = NoAnswer().Match(reply);
        var hop = match.Success ? LogHops.Of(match.Groups["name"].Value.ToLowerInvariant(), ClientAddress.Parse(match.Groups["ip"].Value), Port(match), writer) : LogHop.Provider;
        return hop == LogHop.Provider && match.Groups["login"].Success ? LogHop.Relay : hop;
    }

    private static DeliveryStatus? StatusOf(ReadOnlySpan<char> word) => word switch
    {
        "sent" => DeliveryStatus.Sent,
        "deferred" or "SOFTBOUNCE" => DeliveryStatus.Deferred,
        "bounced" => DeliveryStatus.Bounced,
        _ => null,
    };

    // syslog cuts long lines off, in the middle of an address perhaps.
    private static string Reply(Match match)
    {
        var reply = Unescaped(match.Groups["reply"].Value);
        return match.Groups["end"].Success ? reply : ReplyText.WithoutUnfinishedEnd(reply);
    }

    // rsyslog writes control characters as # and three octal digits.
    private static string Unescaped(string reply) => Escape().Replace(reply, " ");

    [GeneratedRegex("#(?:0[0-3][0-7]|177)", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();

    private const string Suspended = "^(?:delivery temporarily suspended: )?";

    [GeneratedRegex(Suspended + @"(?:connect to |lost connection with |conversation with |host |(?<login>SASL authentication failed; (?:cannot authenticate to )?server ))(?<name>[^\s\[\]]+)\[(?<ip>[^\s\[\]]*)\](?::(?<port>[0-9]+))?(?:[: ]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex NoAnswer();

    [GeneratedRegex(Suspended + @"(?:mail transport unavailable|transport is unavailable|unknown mail transport error|bad transport type|Local configuration error)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NoTransport();

    // What Postfix answers at the end of a message.
    [GeneratedRegex("^250 2\\.0\\.0 (?:Ok|from MTA\\([^)]*\\): 250 2\\.0\\.0 Ok): queued as ([0-9A-Za-z]{6,64})$", RegexOptions.CultureInvariant)]
    private static partial Regex QueuedAsId();

    // Before 2.3 there is no dsn=; times of a hundred seconds and more may be written as 1e+02.
    private const string Properties =
        @", relay=(?<relay>[^\s,\[]+)(?:\[(?<ip>[^\]\s]*)\])?(?::(?<port>\d+))?(?:, (?:delay=(?<delay>[0-9.]+(?:e[+-]?[0-9]{1,3})?)|(?:delays|[a-ce-z_][a-z_]*)=[^,\s=]*))*?(?:, dsn=(?<dsn>[0-9.]+))?, status=(?<status>\S+)(?: \((?<reply>.*?)(?<end>\))?)?$";

    // A remote server writes the reply, a sender the addresses. Postfix quotes what is special in a local part (info_log_addr_form), so that the first end of an address outside of quotes is its end,
    // and the first status behind it the status.
    private const string Address = @"(?:""(?:[^""\\]|\\.)*""|[^"">])*";

    [GeneratedRegex(@"^to=<(?<to>" + Address + @")>(?:, orig_to=<" + Address + ">)?" + Properties, RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Quoted();

    // Postfix before 3.5 quotes nothing.
    [GeneratedRegex(@"^to=<(?<to>.*?)>(?:, orig_to=<.*?>)?" + Properties, RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Unquoted();
}
