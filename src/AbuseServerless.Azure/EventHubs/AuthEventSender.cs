using System.Collections.Concurrent;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Ingestion.Logs;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Azure.EventHubs;

/// <summary>
/// Sends AUTH events with the account's bucket as partition key, several buckets at once, and tells which ones the hub did not accept. For who keeps events until they are accepted.
/// </summary>
public sealed class AuthEventSender(EventHubProducerClient producer) : IAsyncDisposable
{
    private const int Parallelism = 8;

    /// <summary>Sends events. Those of one account stay in order, unless some are accepted and others must be sent again.</summary>
    /// <param name="lines">The events.</param>
    /// <param name="cancellationToken">Gives up; what is not accepted by then counts as not accepted.</param>
    /// <returns>What the hub did not accept, and why.</returns>
    public async Task<AuthEventSending> SendAsync(IEnumerable<AuthLine> lines, CancellationToken cancellationToken)
    {
        var unsent = new ConcurrentBag<ArraySegment<AuthLine>>();
        StorageException? fault = null;
        var buckets = lines.GroupBy(line => AccountBucket.Of(line.Event.Account));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism };
        await Parallel.ForEachAsync(buckets, options, async (bucket, _) =>
        {
            ArraySegment<AuthLine> rest = bucket.ToArray();
            try
            {
                while (rest.Count > 0)
                {
                    rest = rest[await SendOneBatchAsync(AccountBucket.NameOf(bucket.Key), rest, cancellationToken).ConfigureAwait(false)..];
                }
            }
            catch (Exception e) when (StorageException.IsFault(e))
            {
                fault = StorageException.From(e, $"Publishing to hub {producer.EventHubName}");
                unsent.Add(rest);
            }
            catch (OperationCanceledException)
            {
                unsent.Add(rest);
            }
        }).ConfigureAwait(false);
        return new AuthEventSending([.. unsent.SelectMany(part => part)], fault);
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => producer.DisposeAsync();

    private async Task<int> SendOneBatchAsync(string bucket, ArraySegment<AuthLine> lines, CancellationToken cancellationToken)
    {
        using var batch = await producer.CreateBatchAsync(new CreateBatchOptions { PartitionKey = bucket }, cancellationToken).ConfigureAwait(false);
        var taken = 0;
        while (taken < lines.Count && batch.TryAdd(new EventData(lines[taken].ToJson())))
        {
            taken++;
        }

        // An event has at most some 8 KB: an account's name is bounded, and so is what stands beside it.
        if (taken == 0)
        {
            throw new InvalidOperationException("The event hub does not accept messages as large as an AUTH event.");
        }

        await producer.SendAsync(batch, cancellationToken).ConfigureAwait(false);
        return taken;
    }
}

/// <summary>What became of events that were sent.</summary>
/// <param name="Unsent">Those that the hub did not accept.</param>
/// <param name="Fault">Why; null where all were accepted or sending was given up.</param>
public sealed record AuthEventSending(IReadOnlyList<AuthLine> Unsent, StorageException? Fault);
