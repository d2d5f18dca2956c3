namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Sends events in batches. For one thread.</summary>
public interface IEventPublisher : IAsyncDisposable
{
    /// <summary>What is wrong with a message, in a sentence that names the field; null if it is a valid event.</summary>
    string? FaultOf(string message);

    /// <summary>Events that were taken and that the hub has not.</summary>
    int Pending { get; }

    /// <summary>Why it is waiting for the event hub, for at most ten minutes; null if it is not. Can be called from any thread.</summary>
    string? Trouble { get; }

    /// <summary>Takes a message; sends what fills a batch.</summary>
    /// <exception cref="EngineException">The hub could not be reached, or refused.</exception>
    Task AddAsync(string message, CancellationToken cancellationToken);

    /// <summary>Sends all that is buffered.</summary>
    /// <exception cref="EngineException">The hub could not be reached, or refused.</exception>
    Task FlushAsync(CancellationToken cancellationToken);
}
