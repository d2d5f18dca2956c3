namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>How many messages a consumer is ready to take, granted in parts by its flow frames.</summary>
internal sealed class LinkCredit
{
    private readonly Lock gate = new();
    private TaskCompletionSource? granted;
    private int credit;

    /// <summary>
    /// Adds a grant. One that is not positive takes back all that is left, which is what the library does with the figure
    /// that it computes the next grant from.
    /// </summary>
    public void Grant(int messages)
    {
        if (messages <= 0)
        {
            Interlocked.Exchange(ref credit, 0);
            return;
        }

        Interlocked.Add(ref credit, messages);
        TaskCompletionSource? woken;
        lock (gate)
        {
            woken = granted;
            granted = null;
        }

        woken?.TrySetResult();
    }

    /// <summary>Uses up one message's worth; <see langword="false"/> where there is none left.</summary>
    public bool TryUse()
    {
        if (Interlocked.Decrement(ref credit) >= 0)
        {
            return true;
        }

        Interlocked.Increment(ref credit);
        return false;
    }

    /// <summary>What is left, once that is more than nothing.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (gate)
            {
                var left = Volatile.Read(ref credit);
                if (left > 0)
                {
                    return left;
                }

                granted ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more = granted.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }
}
