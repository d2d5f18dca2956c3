namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>The workers of the app.</summary>
internal sealed class WorkerPool
{
    private readonly WorkerSlot[] _slots;

    public WorkerPool(int workers, WorkerStart start, TimeProvider time, ILogger logger) =>
        _slots = [.. Enumerable.Range(0, workers).Select(number => new WorkerSlot(number, start, time, logger))];

    /// <summary>The operating system's ids of the workers that are live at this moment.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _slots.Select(static slot => slot.Present?.ProcessId).OfType<int>()];

    /// <summary>The place that serves the partition of this number; partitions are dealt out in turn.</summary>
    public WorkerSlot For(int partition) => _slots[partition % _slots.Length];

    /// <summary>The first live worker; waits where there is none.</summary>
    public async Task<Worker> FirstLiveAsync(CancellationToken cancellationToken)
    {
        foreach (var slot in _slots)
        {
            if (slot.Present is { } worker)
            {
                return worker;
            }
        }

        using var found = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(_slots.Select(slot => slot.LiveAsync(found.Token)));
        await found.CancelAsync();
        return await first;
    }

    /// <summary>Starts all workers.</summary>
    /// <exception cref="InvalidOperationException">One of them did not start; none is left.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_slots.Select(slot => slot.StartAsync(cancellationToken)));
        }
        catch
        {
            await StopAsync(TimeSpan.Zero);
            throw;
        }
    }

    /// <summary>Starts all workers again after <see cref="StopAsync"/>; they are tried until they start.</summary>
    /// <returns>Completes when all are live.</returns>
    public Task StartAgainAsync(CancellationToken cancellationToken)
    {
        foreach (var slot in _slots)
        {
            slot.StartAgain();
        }

        return Task.WhenAll(_slots.Select(slot => slot.LiveAsync(cancellationToken)));
    }

    /// <summary>Ends all workers; what does not end within the grace period is killed, at once where it is zero.</summary>
    public Task StopAsync(TimeSpan grace) => Task.WhenAll(_slots.Select(slot => slot.StopAsync(grace)));
}
