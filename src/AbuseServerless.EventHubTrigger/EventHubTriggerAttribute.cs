using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

// The namespace and every public member are those of the official extension, so that no code changes between the two.
#pragma warning disable IDE0130
namespace Microsoft.Azure.Functions.Worker;
#pragma warning restore IDE0130

/// <summary>
/// Binds a parameter to the events of an event hub. Emits the metadata that the official extension emits
/// (<c>eventHubTrigger</c>, cardinality <c>Many</c>), which is all that the Functions host reads.
/// </summary>
/// <remarks>
/// It lives in an assembly of its own because the worker's metadata generator reads attributes from metadata, not
/// from the source that is being compiled.
/// </remarks>
/// <param name="eventHubName">Name of the event hub, or <c>%Setting%</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
[BindingCapabilities(KnownBindingCapabilities.FunctionLevelRetry)]
public sealed class EventHubTriggerAttribute(string eventHubName) : TriggerBindingAttribute, ISupportCardinality
{
    private bool _isBatched = true;

    /// <summary>Name of the event hub, or <c>%Setting%</c>.</summary>
    public string EventHubName { get; } = eventHubName;

    /// <summary>Consumer group; the hub's <c>$Default</c> where absent.</summary>
    public string? ConsumerGroup { get; set; }

    /// <summary>Name of the setting, or prefix of the settings, that hold the connection.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether an invocation carries many events (default) or one.</summary>
    [DefaultValue(true)]
    public bool IsBatched
    {
        get => _isBatched;
        set => _isBatched = value;
    }

    Cardinality ISupportCardinality.Cardinality
    {
        get => _isBatched ? Cardinality.Many : Cardinality.One;
        set => _isBatched = value == Cardinality.Many;
    }
}
