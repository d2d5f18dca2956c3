using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Azure.EventHubs;

/// <summary>Publishes events that were written before, AUTH events or deliveries, and whose buckets are known, several buckets at once. For who keeps them until all are accepted.</summary>
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

    private readonly Sending?[] _filling = new Sending?[AccountBucket.Count];
    private readonly List<Sending> _sendings = [];

    /// <summary>Takes an event.</summary>
    /// <param name="bucket">Bucket of its account, see <see cref="AccountBucket"/>.</param>
    /// <param name="json">JSON of the hub's schema in UTF-8, at most <see cref="MaximumEventLength"/> bytes; not copied, so it may not change before it is sent.</param>
    public void Add(int bucket, ReadOnlyMemory<byte> json)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(json.Length, MaximumEventLength);
        var sending = _filling[bucket];
        if (sending is null || sending.Bytes + json.Length + BytesAroundAnEvent > MaximumBytes)
        {
            _filling[bucket] = sending = new Sending(bucket);
            _sendings.Add(sending);
        }

        sending.Events.Add(new EventData(json));
        sending.Bytes += json.Length + BytesAroundAnEvent;
    }

    /// <summary>Sends what was taken. Where it throws, what the hub has not taken is kept, to be sent by the next call.</summary>
    /// <exception cref="StorageException">The hub could not be reached, or refused the events.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        Array.Clear(_filling);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(_sendings, options, SendAsync).ConfigureAwait(false);
        }
        finally
        {
            _sendings.RemoveAll(sending => sending.IsSent);
        }
    }

    /// <summary>Closes the connection; sends nothing.</summary>
    public ValueTask DisposeAsync() => producer.DisposeAsync();

    private async ValueTask SendAsync(Sending sending, CancellationToken cancellationToken)
    {
        try
        {
            var options = new SendEventOptions { PartitionKey = AccountBucket.NameOf(sending.Bucket) };
            await producer.SendAsync(sending.Events, options, cancellationToken).ConfigureAwait(false);
            sending.IsSent = true;
        }
        catch (Exception e) when (StorageException.IsFault(e))
        {
            throw StorageException.From(e, $"Publishing to hub {producer.EventHubName}");
        }
    }

    private sealed class Sending(int bucket)
    {
        public int Bucket => bucket;

        public List<EventData> Events { get; } = [];

        public int Bytes { get; set; }

        public bool IsSent { get; set; }
    }
}
