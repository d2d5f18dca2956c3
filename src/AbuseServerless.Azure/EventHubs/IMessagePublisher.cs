using AbuseServerless.Azure.Storage;

namespace AbuseServerless.Azure.EventHubs;

/// <summary>A hub that messages of one schema are published to, in batches.</summary>
public interface IMessagePublisher : IAsyncDisposable
{
    /// <summary>Messages that were handed over and not taken by the hub so far.</summary>
    int Pending { get; }

    /// <summary>Takes one message; sends batches that are full.</summary>
    /// <exception cref="StorageException">The hub could not be reached, or refused; what was handed over before stays buffered, this message is not among it.</exception>
    Task AddAsync(string message, CancellationToken cancellationToken);

    /// <summary>Sends all that is buffered.</summary>
    /// <exception cref="StorageException">The hub could not be reached, or refused; what it has not taken stays buffered.</exception>
    Task FlushAsync(CancellationToken cancellationToken);
}
