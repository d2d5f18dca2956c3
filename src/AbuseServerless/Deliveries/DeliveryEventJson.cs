using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AbuseServerless.Deliveries;

/// <summary>Writes messages of the delivery-events hub (docs/schemas/delivery-event.schema.json).</summary>
public static class DeliveryEventJson
{
    // As for AUTH events: one line, with its letters as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The event as one line without its end. The time is UTC, cut to whole milliseconds. What is null is left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The status is none.</exception>
    public static string Write(DeliveryEvent delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, delivery);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The word for a status, in lower case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The status is none.</exception>
    public static string Word(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Sent => "sent",
        DeliveryStatus.Deferred => "deferred",
        DeliveryStatus.Bounced => "bounced",
        DeliveryStatus.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>The status that a word names, exactly as <see cref="Word"/> writes it; null where it is none.</summary>
    public static DeliveryStatus? Status(string word) => word switch
    {
        "sent" => DeliveryStatus.Sent,
        "deferred" => DeliveryStatus.Deferred,
        "bounced" => DeliveryStatus.Bounced,
        "expired" => DeliveryStatus.Expired,
        _ => null,
    };

    private static void Write(Utf8JsonWriter writer, DeliveryEvent delivery)
    {
        writer.WriteStartObject();
        writer.WriteString("time"u8, delivery.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("queueId"u8, delivery.QueueId);
        WriteOptional(writer, "account"u8, delivery.Account?.Value);
        writer.WriteString("recipientDomain"u8, delivery.RecipientDomain);
        WriteOptional(writer, "relay"u8, delivery.Relay);
        WriteOptional(writer, "relayIp"u8, delivery.RelayAddress?.ToString());
        writer.WriteString("status"u8, Word(delivery.Status));
        WriteOptional(writer, "dsn"u8, delivery.Dsn);
        WriteOptional(writer, "reply"u8, delivery.Reply);
        if (delivery.IsRelayed)
        {
            writer.WriteBoolean("relayed"u8, true);
        }

        if (delivery.DelaySeconds is { } delay)
        {
            writer.WriteNumber("delaySeconds"u8, delay);
        }

        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
