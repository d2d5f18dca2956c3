using System.Diagnostics.CodeAnalysis;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>A consumer's link, and the pump that sends it a partition's events as fast as its credit allows.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The token source has no timer and no wait handle to free, and the library may close a link late.")]
internal sealed partial class ConsumerLink : LinkEndpoint
{
    private const int MaximumRead = 300;

    private readonly Lock gate = new();
    private readonly ListenerLink link;
    private readonly ILogger logger;
    private readonly LinkCredit credit = new();
    private readonly CancellationTokenSource closed = new();
    private Task pump = Task.CompletedTask;
    private bool attached;
    private Error? detachment;

    public ConsumerLink(ListenerLink link, EventHub hub, PartitionLog partition, string consumerGroup, long? epoch, ILogger logger)
    {
        this.link = link;
        this.logger = logger;
        Hub = hub;
        Partition = partition;
        ConsumerGroup = consumerGroup;
        Epoch = epoch;
    }

    public EventHub Hub { get; }
    public PartitionLog Partition { get; }
    public string ConsumerGroup { get; }

    /// <summary>The consumer's claim to read alone; <see langword="null"/> where it makes none.</summary>
    public long? Epoch { get; }

    /// <summary>Starts sending. Call once, after the attach was answered.</summary>
    /// <param name="from">The first sequence number to send.</param>
    public void Start(long from)
    {
        lock (gate)
        {
            attached = true;
            if (detachment is null)
            {
                pump = Task.Run(() => PumpAsync(from));
                return;
            }
        }

        Close();
    }

    /// <summary>Ends the link with an error that the consumer sees.</summary>
    public void Detach(Error error)
    {
        lock (gate)
        {
            detachment ??= error;
            // A link can be displaced before its attach was answered; Start then closes it.
            if (!attached)
            {
                return;
            }
        }

        Close();
    }

    public override void OnFlow(FlowContext flowContext) => credit.Grant(flowContext.Messages);

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    public override void OnLinkClosed(ListenerLink link, Error error) => closed.Cancel();

    /// <summary>Ends the pump and waits for it.</summary>
    public async Task StopAsync()
    {
        await closed.CancelAsync();
        await pump;
    }

    private async Task PumpAsync(long next)
    {
        try
        {
            while (true)
            {
                var allowed = await credit.WaitAsync(closed.Token);
                if (link.IsDraining && Partition.NextSequenceNumber <= next)
                {
                    credit.Grant(0);
                    link.CompleteDrain();
                    continue;
                }

                await Partition.WaitForAsync(next, closed.Token);
                foreach (var entry in Partition.ReadEntries(next, Math.Min(allowed, MaximumRead)))
                {
                    if (!credit.TryUse())
                    {
                        break;
                    }
                    // A message object of its own for every send: the library keeps the delivery's state in it.
                    link.SendMessage(new Message(), OutgoingMessage.Encode(entry));
                    next = entry.SequenceNumber + 1;
                }
            }
        }
        catch (Exception) when (closed.IsCancellationRequested || link.IsClosed)
        {
            // The consumer left, or was displaced.
        }
        catch (Exception exception)
        {
            Log.PumpFailed(logger, Hub.Name, Partition.Id, ConsumerGroup, exception);
            Detach(AmqpErrors.Failure(exception));
        }
    }

    private void Close()
    {
        try
        {
            link.Close(TimeSpan.Zero, detachment);
        }
        catch (AmqpException exception)
        {
            // It was closing already.
            Log.AlreadyClosing(logger, Hub.Name, Partition.Id, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6121, LogLevel.Error, "Sending events of {Hub}/{Partition} to a consumer of group {Group} failed; its link was detached.")]
        public static partial void PumpFailed(ILogger logger, string hub, string partition, string group, Exception exception);

        [LoggerMessage(6122, LogLevel.Debug, "A link to {Hub}/{Partition} could not be detached.")]
        public static partial void AlreadyClosing(ILogger logger, string hub, string partition, Exception exception);
    }
}
