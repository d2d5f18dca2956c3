namespace AbuseServerless.Testing;

/// <summary>Waits for a state that something else brings about.</summary>
public static class Eventually
{
    /// <summary>Against hanging only: longer than anything takes on a machine that does ten other things. A test that runs into it has failed.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(10);

    private static TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc cref="HoldsAsync(Func{Task{bool}}, Func{string}?, CancellationToken)"/>
    public static Task HoldsAsync(Func<bool> condition, Func<string>? otherwise = null, CancellationToken cancellationToken = default) =>
        HoldsAsync(() => Task.FromResult(condition()), otherwise, cancellationToken);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="otherwise">What the failure says besides.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It did not come about.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string>? otherwise = null, CancellationToken cancellationToken = default)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
            {
                throw new TimeoutException($"It did not come about within {Limit}: {otherwise?.Invoke()}");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
