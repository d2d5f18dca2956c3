using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace AbuseServerless.Local.EventHubs;

/// <summary>A hub: a name and its partitions.</summary>
public sealed class EventHub
{
    private int turn = -1;

    internal EventHub(string name, IReadOnlyList<PartitionLog> partitions, DateTimeOffset createdAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfZero(partitions.Count);
        Name = name;
        Partitions = partitions;
        CreatedAt = createdAt;
    }

    /// <summary>A hub of its own, in memory, without an endpoint before it.</summary>
    public static EventHub InMemory(string name, int partitions, TimeProvider time) => HubLogs.Open(name, partitions, directory: null, time, NullLogger.Instance);

    /// <summary>As clients write it.</summary>
    public string Name { get; }

    /// <summary>In order of their ids, which are "0", "1", and so on.</summary>
    public IReadOnlyList<PartitionLog> Partitions { get; }

    /// <summary>When the endpoint opened it.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The partition of a key; without a key, the partitions take turns.</summary>
    public PartitionLog PartitionFor(string? key)
    {
        var count = (uint)Partitions.Count;
        var number = key is null ? (uint)Interlocked.Increment(ref turn) : PartitionHash.Of(key);
        return Partitions[(int)(number % count)];
    }

    /// <summary>The partition of an id, if there is one.</summary>
    public bool TryGetPartition(string id, [NotNullWhen(true)] out PartitionLog? partition)
    {
        partition = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Partitions.Count
            ? Partitions[number]
            : null;
        return partition is not null;
    }
}
