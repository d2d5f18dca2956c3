using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Azure.EventHubs;

/// <summary>Publishes events whose buckets are known, AUTH events or deliveries, several buckets at once and those of one bucket in order. For who keeps them until all are accepted.</summary>
/// <remarks>
/// An <see cref="EventDataBatch"/> would encode each event twice, to know its size and to send it, which is most of what publishing costs. So sizes are estimated here, far below what the smallest tier of
/// Event Hubs takes in a message (256 KB). Not for use by several threads at once.
/// </remarks>
public sealed class BucketPublisher(EventHubProducerClient producer) : IAsyncDisposable
{
    /// <summary>Longest event, in bytes: 128 KiB.</summary>
    public const int MaximumEventLength = 131_072;

    private const int MaximumBytes = 200_000;
    private const int BytesAroundAnEvent = 128;
    private const int Parallelism = 8;

    private readonly Bucket[] _buckets = [.. Enumerable.Range(0, AccountBucket.Count).Select(number => new Bucket(number))];

    /// <summary>Events that were taken and that the hub has not accepted.</summary>
    public int Pending => _buckets.Sum(bucket => bucket.Messages.Sum(message => message.Events.Count));

    /// <summary>Takes an event.</summary>
    /// <param name="bucket">Bucket of its account, see <see cref="AccountBucket"/>.</param>
    /// <param name="json">JSON of the hub's schema in UTF-8, at most <see cref="MaximumEventLength"/> bytes; not copied, so it may not change before it is sent.</param>
    public void Add(int bucket, ReadOnlyMemory<byte> json)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(json.Length, MaximumEventLength);
        var filling = _buckets[bucket].Filling;
        if (filling is null || filling.Bytes + json.Length + BytesAroundAnEvent > MaximumBytes)
        {
            _buckets[bucket].Filling = filling = new Message();
            _buckets[bucket].Messages.Enqueue(filling);
        }

        filling.Events.Add(new EventData(json));
        filling.Bytes += json.Length + BytesAroundAnEvent;
    }

    /// <summary>Sends what was taken. Where it throws, what the hub has not accepted is kept, to be sent by the next call.</summary>
    /// <exception cref="StorageException">The hub could not be reached, or refused the events.</exception>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(_buckets.Where(bucket => bucket.Messages.Count > 0), options, SendAsync);
    }

    /// <summary>Closes the connection; sends nothing.</summary>
    public ValueTask DisposeAsync() => producer.DisposeAsync();

    private async ValueTask SendAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        // What is sent is not added to: an attempt that failed may have arrived.
        bucket.Filling = null;
        var options = new SendEventOptions { PartitionKey = AccountBucket.NameOf(bucket.Number) };
        try
        {
            while (bucket.Messages.TryPeek(out var message))
            {
                await producer.SendAsync(message.Events, options, cancellationToken).ConfigureAwait(false);
                bucket.Messages.Dequeue();
            }
        }
        catch (Exception e) when (StorageException.IsFault(e))
        {
            throw StorageException.From(e, $"Publishing to hub {producer.EventHubName}");
        }
    }

    private sealed class Bucket(int number)
    {
        public int Number => number;

        public Queue<Message> Messages { get; } = new();

        public Message? Filling { get; set; }
    }

    private sealed class Message
    {
        public List<EventData> Events { get; } = [];

        public int Bytes { get; set; }
    }
}
