using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Drills.Tests.Workers;

public sealed class KilledWorkersTests
{
    private const int Kills = 50;
    private const int DeliveriesEach = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_killed_fifty_times_at_random_moments_lose_and_double_nothing()
    {
        await using var installation = await Installation.StartAsync(new LocalStackOptions { Workers = 4, Partitions = 8 });
        var random = new Random(50);
        var logins = Workload.Of(seed: 50, logins: 40_000);
        var killed = new HashSet<int>();
        var deliveries = 0;
        foreach (var part in logins.Chunk(logins.Length / Kills))
        {
            await installation.PublishAsync(part);
            await Deliveries.PublishAsync(installation.Stack, Enumerable.Range(deliveries, DeliveriesEach), Cancellation);
            deliveries += DeliveriesEach;

            // A random moment, of starting, of reading or of writing: the drill itself, no wait for anything.
            await Task.Delay(random.Next(700), Cancellation);
            await installation.KillOneAsync(random, killed);
        }

        await installation.SettleAsync();

        await installation.CheckAsync();
        Assert.Equal(logins.Length, installation.Accepted().Count);
        Assert.Equal(Deliveries.Expect(Enumerable.Range(0, deliveries)), await Deliveries.FoundAsync(installation.Stack, Cancellation));
        await Eventually.HoldsAsync(() => installation.Log.Of(2011).Count() == Kills);
        Assert.True(installation.DeliveredAgain() > 0);
        Figures.Print(new
        {
            events = logins.Length,
            deliveries,
            kills = Kills,
            deliveredAgain = installation.DeliveredAgain(),
            rows = await installation.CountRowsAsync(),
            suspended = (await installation.SuspendedAsync()).Count,
        });
    }
}
