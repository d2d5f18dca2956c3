using System.Text;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.EventHubs.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Local.Tests.FunctionsHost;

/// <summary>An event hub in memory, to which tests append without a client.</summary>
internal sealed class TestHub(string name, int partitions)
{
    public static DateTimeOffset EnqueuedTime { get; } = new(2026, 11, 24, 1, 2, 3, TimeSpan.Zero);

    public EventHub Hub { get; } = EventHub.InMemory(name, partitions, new FakeTimeProvider(EnqueuedTime));

    public static IReadOnlyDictionary<string, EventHub> ByName(params TestHub[] hubs) => hubs.ToDictionary(static hub => hub.Hub.Name, static hub => hub.Hub);

    /// <summary>Sequence number of the event at this place of a partition, from 0: a log need not start at zero.</summary>
    public long SequenceNumber(int partition, int index) => Hub.Partitions[partition].FirstSequenceNumber + index;

    public void Publish(int partition, params string[] bodies)
    {
        foreach (var body in bodies)
        {
            Publish(partition, Encoding.UTF8.GetBytes(body));
        }
    }

    public void Publish(int partition, byte[] body) => Hub.Partitions[partition].Append([BareMessage.OfBody(body, $"key {partition}")]);
}
