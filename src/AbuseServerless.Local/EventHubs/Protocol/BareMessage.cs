using Amqp;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>
/// The part of a message that is its producer's: properties, application properties, body and footer. What comes before
/// belongs to the transfer (header, annotations) and is not kept, but for the partition key.
/// </summary>
internal static class BareMessage
{
    /// <summary>Takes an encoded message apart.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static EncodedEvent Of(ReadOnlyMemory<byte> message, string? outerKey)
    {
        var key = outerKey;
        var rest = message;
        while (!rest.IsEmpty)
        {
            var code = AmqpSection.Read(rest.Span, out _, out var end);
            if (code > AmqpSection.MessageAnnotations) break;
            if (code == AmqpSection.MessageAnnotations) key = PartitionKeyOf(Decode(rest[..end])) ?? outerKey;
            rest = rest[end..];
        }

        return new EncodedEvent(key, rest);
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
                var map = Decode(rest[..end]).ApplicationProperties.Map;
                properties = map.ToDictionary(pair => (string)pair.Key, pair => pair.Value);
            }

            rest = rest[end..];
        }

        return new StoredEvent(entry.SequenceNumber, DateTimeOffset.FromUnixTimeMilliseconds(entry.EnqueuedMilliseconds), entry.PartitionKey, body, properties);
    }

    private static Message Decode(ReadOnlyMemory<byte> section)
    {
        var bytes = section.ToArray();
        return Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
    }
}
