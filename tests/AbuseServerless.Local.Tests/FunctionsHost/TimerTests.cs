using AbuseServerless.Local.FunctionsHost;

namespace AbuseServerless.Local.Tests.FunctionsHost;

public class TimerTests
{
    [Fact]
    public async Task A_timer_runs_on_its_schedule()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync(1, ("Tick:Schedule", "* * * * * *"));

        await Eventually.HoldsAsync(() => app.Entries.Count >= 3);

        NotebookEntry[] runs = [.. app.Entries];
        Assert.All(runs, static run => Assert.True(run.Next > run.At.UtcDateTime.AddSeconds(-1)));
        Assert.Equal(runs.Length, runs.Select(static run => run.Next).Distinct().Count());
    }

    [Fact]
    public async Task A_timer_runs_on_demand_and_a_failure_reaches_the_caller()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();

        await app.Host.RunTimerAsync("Tick");
        Assert.Single(app.Entries);

        app.Say("fail");
        var failure = await Assert.ThrowsAsync<FunctionFailedException>(() => app.Host.RunTimerAsync("Tick"));
        Assert.Contains("Told to fail.", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => app.Host.RunTimerAsync("Tock"));
    }

    [Fact]
    public async Task A_timer_that_failed_runs_again_when_it_is_next_due()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync(1, ("Tick:Schedule", "* * * * * *"));
        app.Say("fail");

        await Eventually.HoldsAsync(() => app.Entries.Count(static run => run.Fails) >= 2);
    }
}
