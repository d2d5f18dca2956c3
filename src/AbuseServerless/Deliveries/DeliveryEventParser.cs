using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Deliveries;

/// <summary>Reads messages of the delivery-events hub (docs/schemas/delivery-event.schema.json).</summary>
/// <remarks>Local parts of mail addresses in a reply are hidden on the way in, see <see cref="ReplyText"/>.</remarks>
public static class DeliveryEventParser
{
    private static readonly Rejection NotJson = new(RejectReason.NotJson, "The message is not one JSON object.");
    private static readonly Rejection Future = new(RejectReason.TimeInFuture, "time: more than 5 minutes ahead of the time at which the message was enqueued.");
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads one message.</summary>
    /// <param name="message">The body.</param>
    /// <param name="enqueued">When the hub took it, UTC. A time may be <see cref="AuthEventParser.MaximumAhead"/> ahead of it, inclusive.</param>
    /// <param name="parsed">The event; its time in whole milliseconds.</param>
    /// <param name="rejection">Why there is none.</param>
    public static bool TryParse(
        string message,
        DateTimeOffset enqueued,
        [NotNullWhen(true)] out DeliveryEvent? parsed,
        [NotNullWhen(false)] out Rejection? rejection)
    {
        parsed = null;
        rejection = null;
        try
        {
            using var document = JsonDocument.Parse(Utf8.GetBytes(message));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                parsed = Read(new DeliveryFields(document.RootElement), out rejection);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // InvalidOperationException: an escape that stands for half a surrogate pair. ArgumentException: text that cannot be encoded. Whatever it is, no message may hold up its partition.
            parsed = null;
            rejection = NotJson;
        }

        if (parsed?.Time > enqueued + AuthEventParser.MaximumAhead)
        {
            parsed = null;
            rejection = Future;
        }

        rejection = parsed is null ? rejection ?? NotJson : null;
        return rejection is null;
    }

    private static DeliveryEvent? Read(DeliveryFields fields, out Rejection? rejection)
    {
        var time = fields.Required("time", RejectReason.BadTime, "not an RFC 3339 date and time with an offset", static text => Rfc3339.Parse(text));
        var queueId = fields.Required("queueId", RejectReason.BadQueueId, "not text of 1 to 128 characters without white space", QueueId);
        var domain = fields.Required("recipientDomain", RejectReason.BadDomain, "not a domain name (without local part and at sign)", Domain);
        var status = fields.Required("status", RejectReason.BadStatus, "not one of sent, deferred, bounced and expired", DeliveryEventJson.Status);
        var account = fields.Optional("account", RejectReason.BadAccount, $"not text of 1 to {AccountName.MaximumLength} characters of valid Unicode", Account);
        var relay = fields.Optional("relay", RejectReason.BadRelay, "not text of 1 to 255 characters without white space", Host);
        var relayAddress = fields.Optional("relayIp", RejectReason.BadRelay, "not an IPv4 or IPv6 address", ClientAddress.Parse);
        var dsn = fields.Optional("dsn", RejectReason.BadDsn, "not an RFC 3463 enhanced status code", EnhancedCode.Parse);
        var reply = fields.Optional("reply", RejectReason.BadReply, "not text", static text => text);
        var delay = fields.Seconds("delaySeconds");
        var relayed = fields.Flag("relayed");
        rejection = fields.Fault;
        return rejection is not null ? null : new DeliveryEvent(time!.Value, queueId!, domain!, status!.Value)
        {
            Account = account,
            Relay = relay == "none" ? null : relay,
            RelayAddress = relayAddress,
            IsRelayed = relayed,
            Dsn = dsn?.ToString(),
            Reply = ReplyText.Clean(reply),
            DelaySeconds = delay,
        };
    }

    private static string? QueueId(string text) => IsWord(text, 128) ? text : null;

    private static string? Host(string text) => IsWord(text, 255) ? text.ToLowerInvariant() : null;

    private static string? Domain(string text) => RecipientDomain.TryParse(text, out var domain) ? domain : null;

    private static AccountName? Account(string text) => AccountName.TryParse(text, out var account) ? account : null;

    private static bool IsWord(string text, int longest) => text.Length >= 1 && text.Length <= longest && !text.Any(char.IsWhiteSpace);
}
