namespace AbuseServerless.Gate.Tests.Running;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Eventually
{
    /// <summary>Longer than anything takes on a busy machine: a test that runs into it has failed.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

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
