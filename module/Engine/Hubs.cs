using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion;
using AbuseServerless.PowerShell.Boundary;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The hubs that an installation sends events to.</summary>
/// <param name="open">Opens the hub of AUTH events; null where there is none.</param>
/// <param name="openDeliveries">Opens the hub of delivery events; null where there is none.</param>
/// <param name="name">Name of the hub of AUTH events; null where there is none.</param>
/// <param name="time">The clock.</param>
internal sealed class Hubs(Func<EventHubProducerClient>? open, Func<EventHubProducerClient>? openDeliveries, string? name, TimeProvider time)
{
    /// <summary>Opens the hub of AUTH events where there is one.</summary>
    /// <exception cref="StorageException">It cannot be reached or entered.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        if (open is not null)
        {
            var publisher = new AuthEventPublisher(open());
            await using (publisher.ConfigureAwait(false))
            {
                await publisher.OpenAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public IEventPublisher OpenPublisher(string hub)
    {
        if (open is not null && hub == name)
        {
            return OpenPublisher();
        }

        var deliveries = openDeliveries?.Invoke();
        return deliveries is not null && deliveries.EventHubName == hub
            ? new EventPublisher(new DeliveryEventPublisher(deliveries), message => DeliveryEventParser.TryParse(message, time.GetUtcNow(), out _, out var rejection) ? null : rejection.Detail, time)
            : throw new EngineException(EngineFault.NoEventHub, $"The connection has no event hub '{hub}' to send to.");
    }

    public IEventPublisher OpenPublisher() =>
        open is not null
            ? new EventPublisher(new AuthEventPublisher(open()), message => AuthEventParser.TryParse(message, time.GetUtcNow(), out _, out var rejection) ? null : rejection.Detail, time)
            : throw new EngineException(EngineFault.NoEventHub, "The connection has no event hub to send to.");

    public IMailLogImport OpenMailLogImport(ImportedLogTable imported, TimeZoneInfo zone, string format, string? resumeFile)
    {
        if (open is null || openDeliveries is null)
        {
            throw new EngineException(EngineFault.NoEventHub, "The connection has no event hubs for AUTH and delivery events to send to.");
        }

        var formats = LogKind.Parse(format);
        try
        {
            return new MailLogs(new MailLogImport(new AuthEventPublisher(open()), new DeliveryEventPublisher(openDeliveries()), zone, resumeFile, time, formats: formats), imported, formats?[0], time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new EngineException(EngineFault.BadResumeFile, e.Message, e);
        }
    }
}
