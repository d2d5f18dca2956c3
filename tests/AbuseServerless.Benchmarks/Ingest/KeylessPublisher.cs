using AbuseServerless.Azure.EventHubs;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Benchmarks.Ingest;

/// <summary>Publishes as log shippers do that know no accounts: batch by batch, to whichever partition is next.</summary>
internal sealed class KeylessPublisher(EventHubProducerClient producer) : IMessagePublisher
{
    private EventDataBatch? _batch;

    public int Pending => _batch?.Count ?? 0;

    public async Task AddAsync(string message, CancellationToken cancellationToken)
    {
        _batch ??= await producer.CreateBatchAsync(cancellationToken);
        var body = new EventData(message);
        if (!_batch.TryAdd(body))
        {
            await FlushAsync(cancellationToken);
            _batch = await producer.CreateBatchAsync(cancellationToken);
            _batch.TryAdd(body);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch is { Count: > 0 } batch)
        {
            await producer.SendAsync(batch, cancellationToken);
        }

        _batch?.Dispose();
        _batch = null;
    }

    public async ValueTask DisposeAsync()
    {
        _batch?.Dispose();
        await producer.DisposeAsync();
    }
}
