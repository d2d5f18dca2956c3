using System.Net;
using System.Text.RegularExpressions;
using AbuseServerless.Deliveries;

namespace AbuseServerless.Ingestion.Logs.Queues;

/// <summary>What became of a message at one recipient, and who said what.</summary>
/// <param name="Recipient">The whole address; never leaves the reader.</param>
/// <param name="Status">What became of it.</param>
internal readonly partial record struct RemoteAnswer(string Recipient, DeliveryStatus Status)
{
    /// <summary>The host that answered, in any case; null or empty where none was reached.</summary>
    public string? Relay { get; init; }

    /// <summary>Its address, as text.</summary>
    public string? RelayAddress { get; init; }

    /// <summary>The enhanced status code; null to look for it in the reply.</summary>
    public string? Dsn { get; init; }

    /// <summary>What was said.</summary>
    public string? Reply { get; init; }

    /// <summary>Seconds since the message arrived; null where the line does not say.</summary>
    public double? DelaySeconds { get; init; }

    /// <summary>The recipient's domain; null where the address has none, which is a local name.</summary>
    public string? Domain => Recipient.LastIndexOf('@') is var at && at >= 0
        ? RecipientDomain.TryParse(Recipient[(at + 1)..], out var domain) ? domain : RecipientDomain.Invalid
        : null;

    /// <summary>The address of the relay; null where there is none.</summary>
    public IPAddress? Address => RelayAddress is null ? null : ClientAddress.Parse(RelayAddress);

    /// <summary>Its port; null where the line does not say.</summary>
    public int? Port { get; init; }

    /// <summary>The host that wrote the line; null or empty where the line does not say.</summary>
    public string? Writer { get; init; }

    /// <summary>Whose the host is that answered.</summary>
    public LogHop Hop => LogHops.Of(Host, Address, Port, Writer);

    /// <summary>Names of messages that the reply may hold, as servers answer at the end of one.</summary>
    public IEnumerable<string> IdsInReply => Words().Matches(Reply ?? "").Select(match => match.Value).Where(IsQueueId);

    /// <summary>The code of RFC 3463, as told or as it stands behind the reply's three digits.</summary>
    public string? Code => EnhancedCode.Parse(Dsn ?? CodeOf(Reply ?? ""))?.ToString();

    /// <summary>The name of the host, lower case and without the dot at the end; null where none was reached.</summary>
    public string? Host => string.IsNullOrEmpty(Relay) ? null : Relay.TrimEnd('.').ToLowerInvariant();

    private static string CodeOf(string reply) => CodeBehindDigits().Match(reply).Groups["code"].Value;

    // Exim, sendmail and Postfix: 10 to 64 letters and digits, one of these at the least a digit, with dashes perhaps.
    private static bool IsQueueId(string word) =>
        word.Length is >= 10 and <= 64 && word[0] != '-' && word.Any(char.IsAsciiDigit) && word.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    [GeneratedRegex(@"[\w-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"(?:^|[^0-9A-Za-z.])[245][0-9]{2}[ -](?<code>[245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex CodeBehindDigits();
}
