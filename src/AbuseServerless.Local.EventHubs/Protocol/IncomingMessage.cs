using Amqp;
using Amqp.Framing;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>A transfer from a producer: one event, or a batch whose data sections are encoded messages each.</summary>
internal static class IncomingMessage
{
    /// <exception cref="FormatException">A batch contains something that is not a message.</exception>
    public static IReadOnlyList<EncodedEvent> Events(Message message)
    {
        var key = BareMessage.PartitionKeyOf(message);
        if (message.Format != AmqpNames.BatchFormat)
        {
            return [new EncodedEvent(key, EncodeBare(message))];
        }

        return message.BodySection switch
        {
            Data single => [BareMessage.Of(Bytes(single), key)],
            DataList several => Events(several, key),
            _ => throw new FormatException("A batch has data sections only."),
        };
    }

    private static EncodedEvent[] Events(DataList several, string? key)
    {
        var events = new EncodedEvent[several.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = BareMessage.Of(Bytes(several[i]), key);
        }

        return events;
    }

    private static ReadOnlyMemory<byte> Bytes(Data data) => data.Buffer.Buffer.AsMemory(data.Buffer.Offset, data.Buffer.Length);

    private static ReadOnlyMemory<byte> EncodeBare(Message message)
    {
        var bare = new Message
        {
            Properties = message.Properties,
            ApplicationProperties = message.ApplicationProperties,
            BodySection = message.BodySection,
            Footer = message.Footer,
        };
        var buffer = bare.Encode();
        return buffer.Buffer.AsMemory(buffer.Offset, buffer.Length);
    }
}
