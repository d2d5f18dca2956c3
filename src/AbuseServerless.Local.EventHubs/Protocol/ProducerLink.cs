using Amqp.Listener;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>
/// A producer's link, to a hub or to one partition. A transfer is accepted once its events are in the log, all in one
/// partition.
/// </summary>
internal sealed partial class ProducerLink(EventHub hub, PartitionLog? partition, ILogger logger) : LinkEndpoint
{
    /// <summary>In bytes, of a transfer. Clients take it from the attach frame as the limit of their batches.</summary>
    public const ulong MaximumMessageSize = 1024 * 1024;

    /// <summary>Transfers that a producer may have under way.</summary>
    public const int Credit = 300;

    public override void OnMessage(MessageContext messageContext)
    {
        try
        {
            var events = IncomingMessage.Events(messageContext.Message);
            var size = events.Sum(e => (long)e.Message.Length);
            if (size > (long)MaximumMessageSize)
            {
                messageContext.Complete(AmqpErrors.TooLarge(size, MaximumMessageSize));
                return;
            }

            var log = partition ?? hub.PartitionFor(events.Count == 0 ? null : events[0].PartitionKey);
            log.Append(events);
            messageContext.Complete();
        }
        catch (Exception exception)
        {
            Log.NotAccepted(logger, hub.Name, exception);
            messageContext.Complete(AmqpErrors.Failure(exception));
        }
    }

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    private static partial class Log
    {
        [LoggerMessage(6111, LogLevel.Error, "The events for event hub {Hub} could not be accepted.")]
        public static partial void NotAccepted(ILogger logger, string hub, Exception exception);
    }
}
