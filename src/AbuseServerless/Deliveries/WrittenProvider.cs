using System.Text.Json.Serialization;

namespace AbuseServerless.Deliveries;

/// <summary>A provider as a file holds it.</summary>
internal sealed record WrittenProvider
{
    /// <summary>What it is called in statistics.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>Its recipients' domains.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Names of its mail hosts, by which recipients with a domain of their own are known.</summary>
    public IReadOnlyList<string> Relays { get; init; } = [];
}

/// <summary>A file of providers.</summary>
/// <param name="Providers">The providers.</param>
internal sealed record WrittenProviders(IReadOnlyList<WrittenProvider> Providers)
{
    /// <summary>Services that relay mail for senders, by their relays: what they answer is their own answer, whoever the recipient's provider is.</summary>
    public IReadOnlyList<WrittenProvider> Services { get; init; } = [];
}
