namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Eventually
{
    /// <summary>Longer than anything takes on a busy machine: a drill that runs into it has failed.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

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

            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }
}
