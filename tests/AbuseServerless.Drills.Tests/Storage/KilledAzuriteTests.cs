using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Drills.Tests.Storage;

public sealed class KilledAzuriteTests
{
    private const int Kills = 5;

    [Fact]
    public async Task Azurite_killed_under_load_with_its_tables_on_disk_loses_and_doubles_nothing()
    {
        using var data = new TemporaryFolder();
        await using var installation = await Installation.StartAsync(new LocalStackOptions { Data = data.Path });
        var random = new Random(5);
        var logins = Workload.Of(seed: 5, logins: 30_000);
        foreach (var part in logins.Chunk(logins.Length / Kills))
        {
            await installation.PublishAsync(part);

            // Before, while and after it saves, which it does every five seconds.
            await Task.Delay(random.Next(6_000), TestContext.Current.CancellationToken);
            var before = installation.Log.Of(2003).Count();
            Assert.True(Processes.Kill(installation.Stack.Azurite.ProcessId));
            await Eventually.HoldsAsync(() => installation.Log.Of(2003).Count() > before, installation.Log.ToString);
        }

        await installation.SettleAsync();

        await installation.CheckAsync();
        Assert.Equal(logins.Length, installation.Accepted().Count);
        Assert.Equal(Kills, installation.Log.Of(2100).Count());
        Figures.Print(new
        {
            events = logins.Length,
            kills = installation.Log.Of(2100).Count(),
            rows = await installation.CountRowsAsync(),
            suspended = (await installation.SuspendedAsync()).Count,
        });
    }
}
