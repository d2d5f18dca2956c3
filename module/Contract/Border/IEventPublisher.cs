namespace AbuseServerless.PowerShell.Border;

/// <summary>Sends events in batches. For one thread.</summary>
public interface IEventPublisher : IAsyncDisposable
{
    /// <summary>What is wrong with a message, in a sentence that names the field; null where it is an event.</summary>
    string? FaultOf(string message);

    /// <summary>Takes a message; sends what fills a batch.</summary>
    /// <exception cref="EngineException">The hub could not be reached, or refused.</exception>
    Task AddAsync(string message, CancellationToken cancellationToken);

    /// <summary>Sends all that is buffered.</summary>
    /// <exception cref="EngineException">The hub could not be reached, or refused.</exception>
    Task FlushAsync(CancellationToken cancellationToken);
}
