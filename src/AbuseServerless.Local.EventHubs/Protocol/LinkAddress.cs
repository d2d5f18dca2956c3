namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>Where a link goes: /hub, /hub/Partitions/ID or /hub/ConsumerGroups/GROUP/Partitions/ID.</summary>
/// <param name="Hub">The hub's name.</param>
/// <param name="ConsumerGroup">The consumer group; <see langword="null"/> for a producer.</param>
/// <param name="Partition">The partition's id; <see langword="null"/> for the hub as a whole.</param>
internal readonly record struct LinkAddress(string Hub, string? ConsumerGroup, string? Partition)
{
    /// <summary>Reads an address, with or without scheme and host. What follows no known form is a hub's name that no hub has.</summary>
    public static LinkAddress Parse(string address)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" or "sb" ? uri.AbsolutePath : address;
        path = Uri.UnescapeDataString(path.Trim('/'));
        return path.Split('/') switch
        {
            [var hub] => new(hub, null, null),
            [var hub, var partitions, var id] when Is(partitions, "Partitions") => new(hub, null, id),
            [var hub, var groups, var group, var partitions, var id] when Is(groups, "ConsumerGroups") && Is(partitions, "Partitions") => new(hub, group, id),
            _ => new(path, null, null),
        };
    }

    private static bool Is(string part, string word) => part.Equals(word, StringComparison.OrdinalIgnoreCase);
}
