namespace AbuseServerless.Azure.Storage;

/// <summary>Repeats requests while a service is away, so that work of hours does not end with an outage of minutes. Repeating must be safe.</summary>
public sealed class Patience(TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaximumPause = TimeSpan.FromSeconds(30);

    /// <summary>How long a request is repeated, counted from its first attempt; <see cref="TimeSpan.MaxValue"/> for ever. Zero, the default, repeats none.</summary>
    public TimeSpan Limit { get; set; }

    /// <summary>What keeps it waiting; null where nothing does. May be asked from any thread.</summary>
    public string? Trouble { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>Does it, again and again with pauses of 1 to 30 seconds while the service cannot be reached.</summary>
    /// <exception cref="StorageException">The service was away for longer, or it is another fault.</exception>
    public async Task RunAsync(Func<Task> request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause + pause < MaximumPause ? pause + pause : MaximumPause)
        {
            try
            {
                await request().ConfigureAwait(false);
                Trouble = null;
                return;
            }
            catch (StorageException e) when (e.Fault == StorageFault.Unavailable && time.GetElapsedTime(began) < Limit && !cancellationToken.IsCancellationRequested)
            {
                Trouble = e.Message;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
