using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Json;
using AbuseServerless.Accounts;

namespace AbuseServerless.Ingestion;

/// <summary>Reads messages of the auth-events hub (docs/schemas/auth-event.schema.json).</summary>
public static class AuthEventParser
{
    /// <summary>How far a time may be ahead of the message's enqueued time, inclusive: 5 minutes.</summary>
    public static readonly TimeSpan MaximumAhead = TimeSpan.FromMinutes(5);

    private static readonly Rejection NotJson = new(RejectReason.NotJson, "The message is not one JSON object.");
    private static readonly Rejection NoTime = new(RejectReason.BadTime, "time: missing.");
    private static readonly Rejection BadTime = new(RejectReason.BadTime, "time: not an RFC 3339 date and time with an offset.");
    private static readonly Rejection Future = new(RejectReason.TimeInFuture, "time: more than 5 minutes ahead of the time at which the message was enqueued.");
    private static readonly Rejection NoAccount = new(RejectReason.BadAccount, "account: missing or empty.");
    private static readonly Rejection BadAccount = new(RejectReason.BadAccount, $"account: not text of 1 to {AccountName.MaximumLength} characters of valid Unicode.");
    private static readonly Rejection NoAddress = new(RejectReason.BadAddress, "ip: missing.");
    private static readonly Rejection BadAddress = new(RejectReason.BadAddress, "ip: not an IPv4 or IPv6 address.");
    private static readonly Rejection BadSuccess = new(RejectReason.BadSuccess, "success: missing, or not true or false.");
    private static readonly Rejection BadRecipients = new(RejectReason.BadRecipients, "recipients: not a whole number from 0 to 2147483647.");
    private static readonly Rejection NotSmtp = new(RejectReason.NotSmtp, "protocol: not SMTP. Logins with other protocols are not evidence; do not send them.");

    // How the names of other protocols in which people log in begin. What is absent or of another name is SMTP: the hub is for SMTP AUTH.
    private static readonly string[] OtherProtocols = ["imap", "pop", "sieve", "managesieve", "http", "jmap", "caldav", "carddav", "webdav", "activesync", "doveadm"];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads one message.</summary>
    /// <param name="message">The body, in UTF-8.</param>
    /// <param name="enqueued">When it reached the event hub, UTC.</param>
    /// <param name="parsed">The event; its time in whole milliseconds.</param>
    /// <param name="rejection">Why there is none.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> message,
        DateTimeOffset enqueued,
        out AuthEvent parsed,
        [NotNullWhen(false)] out Rejection? rejection)
    {
        var fields = default(Fields);
        try
        {
            rejection = Read(message, ref fields);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that stands for half a surrogate pair. Whatever it is, no message may hold up its partition.
            rejection = NotJson;
        }

        rejection ??= fields.Check(enqueued);
        parsed = rejection is null
            ? new AuthEvent(fields.Time!.Value, fields.Account!.Value, fields.Address!, fields.Success!.Value, fields.Recipients)
            : default;
        return rejection is null;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, DateTimeOffset, out AuthEvent, out Rejection?)"/>
    public static bool TryParse(
        string message,
        DateTimeOffset enqueued,
        out AuthEvent parsed,
        [NotNullWhen(false)] out Rejection? rejection)
    {
        try
        {
            return TryParse(Utf8.GetBytes(message), enqueued, out parsed, out rejection);
        }
        catch (EncoderFallbackException)
        {
            // Half a surrogate pair.
            (parsed, rejection) = (default, NotJson);
            return false;
        }
    }

    private static Rejection? Read(ReadOnlySpan<byte> message, ref Fields fields)
    {
        var reader = new Utf8JsonReader(message);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return NotJson;
        }

        Rejection? first = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = fields.Read(ref reader);
            first ??= fault;
        }

        // Anything behind the object makes this Read throw.
        return reader.Read() ? NotJson : first;
    }

    // The text of a name or value; for what is no text, false.
    private static bool TryText(ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            reader.Skip();
            return false;
        }

        text = reader.ValueIsEscaped ? Utf8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        return true;
    }

    private static bool IsOther(ReadOnlySpan<byte> protocol)
    {
        foreach (var other in OtherProtocols)
        {
            if (protocol.Length >= other.Length && Ascii.EqualsIgnoreCase(protocol[..other.Length], other))
            {
                return true;
            }
        }

        return false;
    }

    private struct Fields
    {
        public DateTimeOffset? Time;
        public AccountName? Account;
        public IPAddress? Address;
        public bool? Success;
        public int Recipients;

        public Rejection? Read(ref Utf8JsonReader reader)
        {
            TryText(ref reader, out var name);
            reader.Read();
            if (name.SequenceEqual("time"u8))
            {
                return (Time = TryText(ref reader, out var text) ? Rfc3339.Parse(text) : null) is null ? BadTime : null;
            }

            if (name.SequenceEqual("account"u8))
            {
                return ReadAccount(ref reader);
            }

            if (name.SequenceEqual("ip"u8))
            {
                return (Address = TryText(ref reader, out var text) ? ClientAddress.Parse(text) : null) is null ? BadAddress : null;
            }

            if (name.SequenceEqual("success"u8))
            {
                Success = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : null;
                reader.Skip();
                return Success is null ? BadSuccess : null;
            }

            if (name.SequenceEqual("recipients"u8))
            {
                Recipients = 0;
                var good = reader.TokenType == JsonTokenType.Null
                    || (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out Recipients) && Recipients >= 0);
                reader.Skip();
                return good ? null : BadRecipients;
            }

            if (name.SequenceEqual("protocol"u8))
            {
                var isOther = reader.TokenType == JsonTokenType.String && IsOther(reader.ValueSpan);
                reader.Skip();
                return isOther ? NotSmtp : null;
            }

            reader.Skip();
            return null;
        }

        public readonly Rejection? Check(DateTimeOffset enqueued) => this switch
        {
            { Time: null } => NoTime,
            { Account: null } => NoAccount,
            { Address: null } => NoAddress,
            { Success: null } => BadSuccess,
            _ => Time > enqueued + MaximumAhead ? Future : null,
        };

        private Rejection? ReadAccount(ref Utf8JsonReader reader)
        {
            Account = null;
            if (!TryText(ref reader, out var login))
            {
                return BadAccount;
            }

            if (AccountName.TryParse(login, out var account))
            {
                Account = account;
                return null;
            }

            return string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(login)) ? NoAccount : BadAccount;
        }
    }
}
