namespace AbuseServerless.Local.FunctionsHost;

/// <summary>Lets invocations by, or holds them back and says when the last one that was let by has ended.</summary>
internal sealed class InvocationGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _open = Completed();
    private TaskCompletionSource _empty = Completed();
    private int _inside;

    /// <summary>Waits until the gate is open and passes. Whoever passed must <see cref="Leave"/>.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task open;
            lock (_lock)
            {
                open = _open.Task;
                if (open.IsCompleted)
                {
                    if (_inside++ == 0)
                    {
                        _empty = Promise();
                    }

                    return;
                }
            }

            await open.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends what <see cref="EnterAsync"/> began.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_inside == 0)
            {
                _empty.TrySetResult();
            }
        }
    }

    /// <summary>Holds newcomers back.</summary>
    /// <returns>Completes when nobody is inside.</returns>
    public Task Close()
    {
        lock (_lock)
        {
            if (_open.Task.IsCompleted)
            {
                _open = Promise();
            }

            return _empty.Task;
        }
    }

    /// <summary>Lets everybody by.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _open.TrySetResult();
        }
    }

    private static TaskCompletionSource Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Completed()
    {
        var done = Promise();
        done.SetResult();
        return done;
    }
}
