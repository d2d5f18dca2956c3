using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Azure.EventHubs;

/// <summary>Publishes delivery events in batches, each to whatever partition: they are counted by provider and day wherever they come from.</summary>
/// <remarks>Not for use by several threads at once.</remarks>
public sealed class DeliveryEventPublisher(EventHubProducerClient producer) : IMessagePublisher
{
    // Small enough that a log of a day spreads over the partitions.
    private const int MaximumPerBatch = 2_000;

    private EventDataBatch? _batch;

    /// <summary>Events handed over so far, sent or not.</summary>
    public long Count { get; private set; }

    /// <summary>Events that were handed over and not taken by the hub so far.</summary>
    public int Pending => _batch?.Count ?? 0;

    /// <summary>Takes one message; sends a batch that is full.</summary>
    /// <param name="message">JSON of the delivery-event schema, see <see cref="DeliveryEventJson"/>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="StorageException">The hub could not be reached, or refused the events.</exception>
    /// <exception cref="ArgumentException">The message is too large for the event hub.</exception>
    public async Task AddAsync(string message, CancellationToken cancellationToken)
    {
        var body = new EventData(message);
        if (_batch?.Count >= MaximumPerBatch || !await TryAddAsync(body, cancellationToken).ConfigureAwait(false))
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
            if (!await TryAddAsync(body, cancellationToken).ConfigureAwait(false))
            {
                throw new ArgumentException("The message is too large for the event hub.", nameof(message));
            }
        }

        Count++;
    }

    /// <summary>Sends all that is buffered.</summary>
    /// <exception cref="StorageException">The hub could not be reached, or refused the events; they stay buffered.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch is { Count: > 0 } batch)
        {
            await TranslateAsync(() => producer.SendAsync(batch, cancellationToken)).ConfigureAwait(false);
            _batch = null;
            batch.Dispose();
        }
    }

    /// <summary>Closes the connection; sends nothing.</summary>
    public ValueTask DisposeAsync()
    {
        _batch?.Dispose();
        return producer.DisposeAsync();
    }

    private async Task<bool> TryAddAsync(EventData body, CancellationToken cancellationToken)
    {
        if (_batch is null)
        {
            await TranslateAsync(async () => _batch = await producer.CreateBatchAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        return _batch!.TryAdd(body);
    }

    private async Task TranslateAsync(Func<Task> request)
    {
        try
        {
            await request().ConfigureAwait(false);
        }
        catch (Exception e) when (StorageException.IsFault(e))
        {
            throw StorageException.From(e, $"Publishing to hub {producer.EventHubName}");
        }
    }
}
