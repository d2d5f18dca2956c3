namespace AbuseServerless.Mail.Tests.Installations;

/// <summary>Waits for states, with a limit that only a defect reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until a condition is met.</summary>
    /// <param name="what">The condition in words, for the message of the failure.</param>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task MetAsync(string what, Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Not so within {Limit}: {what}.");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <inheritdoc cref="MetAsync(string, Func{Task{bool}}, CancellationToken)"/>
    public static Task MetAsync(string what, Func<bool> condition, CancellationToken cancellationToken) => MetAsync(what, () => Task.FromResult(condition()), cancellationToken);
}
