namespace AbuseServerless.Functions.Tests;

/// <summary>Waits for a state that something else brings about.</summary>
internal static class Eventually
{
    /// <summary>Against hanging only: longer than anything takes on a machine that does ten other things. A test that runs into it has failed.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static Task HoldsAsync(Func<bool> condition, Func<string>? otherwise = null) => HoldsAsync(() => Task.FromResult(condition()), otherwise);

    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string>? otherwise = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
            {
                Assert.Fail($"It did not come about within {Limit}. {otherwise?.Invoke()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }
}
