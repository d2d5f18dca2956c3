namespace AbuseServerless.Local.Tests;

/// <summary>Waits for what other processes bring about.</summary>
internal static class Eventually
{
    /// <summary>Longer than anything takes on a busy machine: a test that runs into it has failed.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(10);

    public static async Task HoldsAsync(Func<bool> condition, Func<string>? otherwise = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit) Assert.Fail($"It did not come about within {Limit}. {otherwise?.Invoke()}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
