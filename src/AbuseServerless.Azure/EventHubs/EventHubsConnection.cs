using Azure.Core;
using Azure.Identity;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Configuration;

namespace AbuseServerless.Azure.EventHubs;

/// <summary>Opens the Event Hubs namespace that the settings name.</summary>
public static class EventHubsConnection
{
    /// <summary>Name of the setting.</summary>
    public const string Setting = "EventHubs";

    /// <summary>Name of the setting that holds the name of the hub of AUTH events.</summary>
    public const string AuthEventsSetting = "AuthEventsHub";

    /// <summary>Name of the setting that holds the name of the hub of delivery events.</summary>
    public const string DeliveryEventsSetting = "DeliveryEventsHub";

    /// <summary>Usual name of the hub of AUTH events.</summary>
    public const string AuthEvents = "auth-events";

    /// <summary>Usual name of the hub of delivery events.</summary>
    public const string DeliveryEvents = "delivery-events";

    /// <summary>
    /// <c>EventHubs</c> = a connection string, or <c>EventHubs:fullyQualifiedNamespace</c> = the namespace's host, to be entered with the process's identity.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="options">How it tries again; null for the usual.</param>
    /// <param name="hub">The hub; null for that of AUTH events.</param>
    /// <exception cref="InvalidOperationException">Neither setting is there, or it cannot be read.</exception>
    public static EventHubProducerClient OpenProducer(IConfiguration configuration, EventHubProducerClientOptions? options = null, string? hub = null)
    {
        hub ??= configuration[AuthEventsSetting] ?? AuthEvents;
        if (configuration[Setting] is { Length: > 0 } connectionString)
        {
            return OpenProducer(connectionString, hub, options);
        }

        return configuration[Setting + ":fullyQualifiedNamespace"] is { Length: > 0 } host
            ? OpenProducer(host, new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration[Setting + ":clientId"] }), hub, options)
            : throw new InvalidOperationException("Setting EventHubs is missing: a connection string, or EventHubs:fullyQualifiedNamespace for access by identity.");
    }

    /// <summary>Opens a hub by connection string.</summary>
    /// <exception cref="InvalidOperationException">The connection string cannot be read.</exception>
    public static EventHubProducerClient OpenProducer(string connectionString, string hub, EventHubProducerClientOptions? options = null)
    {
        try
        {
            return connectionString.Contains("EntityPath=", StringComparison.OrdinalIgnoreCase)
                ? new EventHubProducerClient(connectionString, options)
                : new EventHubProducerClient(connectionString, hub, options);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new InvalidOperationException("Setting EventHubs is not the connection string of an Event Hubs namespace.", e);
        }
    }

    /// <summary>Opens a hub by identity.</summary>
    public static EventHubProducerClient OpenProducer(string host, TokenCredential credential, string hub, EventHubProducerClientOptions? options = null) =>
        new(host, hub, credential, options);

    /// <summary>Options for who tries again by itself and must notice an outage, and its end, within seconds.</summary>
    internal static EventHubProducerClientOptions Impatient() => new()
    {
        RetryOptions = new EventHubsRetryOptions { TryTimeout = TimeSpan.FromSeconds(10), MaximumRetries = 1, MaximumDelay = TimeSpan.FromSeconds(1) },
    };
}
