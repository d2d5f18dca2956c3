using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Ingestion;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Azure.EventHubs;

/// <summary>
/// Publishes AUTH events with the account's bucket as partition key, which is what makes them cheap to process. Events of one account stay in order.
/// </summary>
/// <remarks>Not for use by several threads at once.</remarks>
public sealed class AuthEventPublisher(EventHubProducerClient producer) : IMessagePublisher
{
    // A message that no hub takes is cut to this, so that it arrives as what it is: a dead letter.
    private const int CutTo = 65_536;
    private const int MaximumBuffered = 20_000;
    private const string NoKey = "";

    private static readonly DateTimeOffset AnyTime = DateTimeOffset.MaxValue.AddDays(-1);

    private readonly Dictionary<string, EventDataBatch> _batches = new(StringComparer.Ordinal);
    private int _buffered;

    /// <summary>Events handed over so far, sent or not.</summary>
    public long Count { get; private set; }

    /// <summary>Events that were handed over and not taken by the hub so far.</summary>
    public int Pending => _batches.Values.Sum(batch => batch.Count);

    /// <summary>Opens the link to the hub, which shows whether it can be reached and entered. Sending does so by itself.</summary>
    /// <exception cref="StorageException">The hub could not be reached, or refused.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using var batch = await TranslateAsync(async () => await producer.CreateBatchAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Takes one message; sends batches that are full.</summary>
    /// <param name="message">JSON of the auth-event schema. Anything else is also published: the functions write it to the dead-letter table.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="StorageException">The hub could not be reached, or refused the events; what was handed over before stays buffered, this message is not among it.</exception>
    public async Task AddAsync(string message, CancellationToken cancellationToken)
    {
        if (_buffered >= MaximumBuffered)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        var key = AuthEventParser.TryParse(message, AnyTime, out var parsed, out _)
            ? AccountBucket.NameOf(AccountBucket.Of(parsed.Account))
            : NoKey;
        var body = new EventData(message);
        if (!await TryAddAsync(key, body, cancellationToken).ConfigureAwait(false))
        {
            await SendAsync(key, cancellationToken).ConfigureAwait(false);
            if (!await TryAddAsync(key, body, cancellationToken).ConfigureAwait(false)
                && !await TryAddAsync(key, new EventData(message[..Math.Min(CutTo, message.Length)]), cancellationToken).ConfigureAwait(false))
            {
                throw new StorageException(StorageFault.Refused, $"Publishing to hub {producer.EventHubName} failed: an event is too long for it, even when cut to {CutTo} characters.");
            }
        }

        Count++;
        _buffered++;
    }

    /// <summary>Sends all that is buffered.</summary>
    /// <exception cref="StorageException">The hub could not be reached, or refused the events; those that it has not taken stay buffered.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var key in _batches.Keys.ToList())
        {
            await SendAsync(key, cancellationToken).ConfigureAwait(false);
        }

        _buffered = 0;
    }

    /// <summary>Closes the connection; sends nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var batch in _batches.Values)
        {
            batch.Dispose();
        }

        await producer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> TryAddAsync(string key, EventData body, CancellationToken cancellationToken)
    {
        if (!_batches.TryGetValue(key, out var batch))
        {
            var options = new CreateBatchOptions { PartitionKey = key == NoKey ? null : key };
            _batches[key] = batch = await TranslateAsync(
                async () => await producer.CreateBatchAsync(options, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        return batch.TryAdd(body);
    }

    private async Task SendAsync(string key, CancellationToken cancellationToken)
    {
        if (!_batches.TryGetValue(key, out var batch))
        {
            return;
        }

        if (batch.Count > 0)
        {
            await TranslateAsync(async () =>
            {
                await producer.SendAsync(batch, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }

        // Not before: what the hub has not taken is sent again.
        _batches.Remove(key);
        batch.Dispose();
    }

    private async Task<T> TranslateAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception e) when (StorageException.IsFault(e))
        {
            throw StorageException.From(e, $"Publishing to hub {producer.EventHubName}");
        }
    }
}
