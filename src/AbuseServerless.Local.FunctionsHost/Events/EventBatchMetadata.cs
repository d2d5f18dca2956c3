using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Rpc;
using Google.Protobuf;

namespace AbuseServerless.Local.FunctionsHost.Events;

/// <summary>
/// What a function learns about the events beside their bodies, by parameters of these names. The host cannot know
/// which of them a function has, so it sends them all; they are cheap beside the bodies.
/// </summary>
internal static class EventBatchMetadata
{
    private static readonly Dictionary<string, object> NoProperties = [];

    /// <summary>The metadata of a batch, as JSON by name.</summary>
    public static IReadOnlyDictionary<string, TypedData> Of(EventHubTrigger trigger, string partition, IReadOnlyList<StoredEvent> events) =>
        new Dictionary<string, TypedData>
        {
            ["PartitionContext"] = Json(writer => WriteContext(writer, trigger, partition)),
            ["SequenceNumberArray"] = Array(events, static (writer, stored) => writer.WriteNumberValue(stored.SequenceNumber)),
            ["OffsetArray"] = Array(events, static (writer, stored) => writer.WriteStringValue(stored.SequenceNumber.ToString(CultureInfo.InvariantCulture))),
            ["EnqueuedTimeUtcArray"] = Array(events, static (writer, stored) => writer.WriteStringValue(stored.EnqueuedTime.UtcDateTime)),
            ["PartitionKeyArray"] = Array(events, static (writer, stored) => writer.WriteStringValue(stored.PartitionKey)),
            ["PropertiesArray"] = Array(events, static (writer, stored) => WriteProperties(writer, stored.Properties)),
            ["SystemPropertiesArray"] = Array(events, static (writer, _) => WriteProperties(writer, null)),
        };

    private static void WriteContext(Utf8JsonWriter writer, EventHubTrigger trigger, string partition)
    {
        writer.WriteStartObject();
        writer.WriteString("EventHubName", trigger.Hub);
        writer.WriteString("ConsumerGroup", trigger.ConsumerGroup);
        writer.WriteString("PartitionId", partition);
        writer.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter writer, IReadOnlyDictionary<string, object>? properties)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in properties ?? NoProperties)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, value.GetType());
        }

        writer.WriteEndObject();
    }

    private static TypedData Array(IReadOnlyList<StoredEvent> events, Action<Utf8JsonWriter, StoredEvent> item) => Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var stored in events)
        {
            item(writer, stored);
        }

        writer.WriteEndArray();
    });

    private static TypedData Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return new TypedData { Json = UnsafeByteOperations.UnsafeWrap(buffer.WrittenMemory) };
    }
}
