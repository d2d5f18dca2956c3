using Amqp;
using Amqp.Framing;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>
/// The part of a message that is its producer's: properties, application properties, body and footer. What comes before
/// belongs to the transfer (header, annotations) and is not kept, but for the partition key.
/// </summary>
internal static class BareMessage
{
    /// <summary>Takes an encoded message apart, and checks all of it: what is in the log must be readable.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    /// <exception cref="AmqpException">A section does not decode.</exception>
    public static EncodedEvent Of(ReadOnlyMemory<byte> message, string? outerKey)
    {
        var key = outerKey;
        var bare = message;
        for (var rest = message; !rest.IsEmpty;)
        {
            var code = AmqpSection.Read(rest.Span, out var valueAt, out var end);
            var section = rest[..end];
            rest = rest[end..];
            if (code == AmqpSection.MessageAnnotations)
            {
                key = PartitionKeyOf(Decode(section)) ?? outerKey;
            }

            if (code <= AmqpSection.MessageAnnotations)
            {
                bare = rest;
            }

            if (code == AmqpSection.ApplicationProperties)
            {
                Properties(section);
            }

            if (code == AmqpSection.Data)
            {
                AmqpSection.Binary(section[valueAt..]);
            }
        }

        return new EncodedEvent(key, bare);
    }

    /// <summary>A message of one data section.</summary>
    public static EncodedEvent OfBody(ReadOnlyMemory<byte> body, string? partitionKey)
    {
        var buffer = new Message { BodySection = new Data { Binary = body.ToArray() } }.Encode();
        return new EncodedEvent(partitionKey, buffer.Buffer.AsMemory(buffer.Offset, buffer.Length));
    }

    public static string? PartitionKeyOf(Message message) =>
        message.MessageAnnotations?[AmqpNames.PartitionKeySymbol] as string;

    public static StoredEvent ToStoredEvent(in LogEntry entry)
    {
        var body = ReadOnlyMemory<byte>.Empty;
        Dictionary<string, object>? properties = null;
        for (var rest = entry.Message; !rest.IsEmpty;)
        {
            var code = AmqpSection.Read(rest.Span, out var valueAt, out var end);
            if (code == AmqpSection.Data)
            {
                var data = AmqpSection.Binary(rest[valueAt..end]);
                body = body.IsEmpty ? data : (byte[])[.. body.Span, .. data.Span];
            }
            else if (code == AmqpSection.ApplicationProperties)
            {
                properties = Properties(rest[..end]);
            }

            rest = rest[end..];
        }

        return new StoredEvent(entry.SequenceNumber, DateTimeOffset.FromUnixTimeMilliseconds(entry.EnqueuedMilliseconds), entry.PartitionKey, body, properties);
    }

    private static Dictionary<string, object> Properties(ReadOnlyMemory<byte> section)
    {
        var properties = new Dictionary<string, object>();
        foreach (var (name, value) in Decode(section).ApplicationProperties.Map)
        {
            properties[$"{name}"] = value;
        }

        return properties;
    }

    private static Message Decode(ReadOnlyMemory<byte> section)
    {
        var bytes = section.ToArray();
        return Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
    }
}
