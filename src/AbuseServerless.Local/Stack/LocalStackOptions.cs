using AbuseServerless.Azure.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace AbuseServerless.Local.Stack;

/// <summary>What a <see cref="LocalStack"/> consists of.</summary>
internal sealed record LocalStackOptions
{
    /// <summary>Name of the hub of AUTH events.</summary>
    public const string AuthEvents = EventHubsConnection.AuthEvents;

    /// <summary>Name of the hub of delivery events.</summary>
    public const string DeliveryEvents = EventHubsConnection.DeliveryEvents;

    /// <summary>Folder that keeps the tables, the events and the checkpoints; null (default) keeps everything in memory.</summary>
    public string? Data { get; init; }

    /// <summary>Connection string of a storage that runs already, for a stack in memory, which then neither watches nor ends it; null (default): an Azurite of the stack's own.</summary>
    public string? Storage { get; init; }

    /// <summary>Port of Azurite's table service on 127.0.0.1; 0 (default) takes a free one.</summary>
    public int StoragePort { get; init; }

    /// <summary>Port of the Event Hubs endpoint on loopback; 0 (default) takes a free one.</summary>
    public int EventHubsPort { get; init; }

    /// <summary>Port of the HTTP functions on 127.0.0.1; 0 (default) takes a free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Worker processes, 1 (default) or more.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Partitions of each hub, 1 or more; 4 by default. A data folder keeps the number that it was made with.</summary>
    public int Partitions { get; init; } = 4;

    /// <summary>What mail servers must send to the stack's policy server, see <c>AuthPolicy:Key</c>; null (default): a random key, kept in the data folder where there is one.</summary>
    public string? PolicyKey { get; init; }

    /// <summary>App settings beside those that the stack makes itself, such as <c>Nets:Countries:Suspend</c>; they win.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether evidence is judged as at its time, however old it is, as in a study of what would have been; false (default): as <c>Enforcement:LongestEvidenceAge</c> says.</summary>
    public bool AsAtItsTime { get; init; }

    /// <summary>Where the stack and the workers log.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
