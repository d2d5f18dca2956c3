using System.Collections.Concurrent;
using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>Attaches producers and consumers to hubs and partitions, or refuses them.</summary>
internal sealed partial class HubLinks(IReadOnlyDictionary<string, EventHub> hubs, ILogger logger) : ILinkProcessor
{
    private readonly PartitionReaders readers = new();
    private readonly ConcurrentDictionary<ConsumerLink, byte> consumers = new();

    public void Process(AttachContext attachContext)
    {
        try
        {
            // The role of this end of the link: true where it receives.
            if (attachContext.Link.Role)
            {
                AttachProducer(attachContext);
            }
            else
            {
                AttachConsumer(attachContext);
            }
        }
        catch (Exception exception)
        {
            var error = AmqpErrors.Failure(exception);
            Log.Refused(logger, error.Condition, error.Description);
            attachContext.Complete(error);
        }
    }

    /// <summary>Ends every consumer's pump and waits for it.</summary>
    public Task StopAsync() => Task.WhenAll(consumers.Keys.Select(consumer => consumer.StopAsync()));

    private void AttachProducer(AttachContext context)
    {
        var address = LinkAddress.Parse(((Target)context.Attach.Target).Address);
        var hub = HubOf(address);
        var partition = address.Partition is null ? null : PartitionOf(hub, address.Partition);
        context.Attach.MaxMessageSize = ProducerLink.MaximumMessageSize;
        context.Complete(new ProducerLink(hub, partition, logger), ProducerLink.Credit);
    }

    private void AttachConsumer(AttachContext context)
    {
        var source = (Source)context.Attach.Source;
        var address = LinkAddress.Parse(source.Address);
        var hub = HubOf(address);
        if (address.ConsumerGroup is null || address.Partition is null)
        {
            throw new AmqpException(AmqpErrors.NoSuchEntity(source.Address));
        }

        var partition = PartitionOf(hub, address.Partition);
        var from = StartPosition.Resolve(source, partition);

        var claim = context.Attach.Properties?[AmqpNames.Epoch];
        var epoch = claim is null ? (long?)null : Convert.ToInt64(claim, CultureInfo.InvariantCulture);
        var consumer = new ConsumerLink(context.Link, hub, partition, address.ConsumerGroup, epoch, logger);
        if (!readers.TryEnter(consumer, out var displaced, out var barring))
        {
            throw new AmqpException(AmqpErrors.Stolen(hub.Name, partition.Id, barring));
        }

        consumers.TryAdd(consumer, 0);
        context.Link.AddClosedCallback((_, _) =>
        {
            readers.Leave(consumer);
            consumers.TryRemove(consumer, out _);
        });
        foreach (var other in displaced)
        {
            other.Detach(AmqpErrors.Stolen(hub.Name, partition.Id, epoch));
        }

        context.Complete(consumer, 0);
        consumer.Start(from);
    }

    private EventHub HubOf(LinkAddress address) =>
        hubs.TryGetValue(address.Hub, out var hub) ? hub : throw new AmqpException(AmqpErrors.NoSuchEntity(address.Hub));

    private static PartitionLog PartitionOf(EventHub hub, string id) =>
        hub.TryGetPartition(id, out var partition) ? partition : throw new AmqpException(AmqpErrors.NoSuchPartition(hub.Name, id));

    private static partial class Log
    {
        [LoggerMessage(6131, LogLevel.Information, "A link was refused: {Condition}: {Description}")]
        public static partial void Refused(ILogger logger, string condition, string description);
    }
}
