using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Local.Processes;
using AbuseServerless.Local.Stack;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Drills.Tests.Hub;

public sealed class HubAwayTests
{
    private const int Cuts = 5;
    private const int Reports = 200;

    [Fact]
    public async Task A_hub_that_goes_away_again_and_again_while_events_are_published_keeps_every_event_that_it_acknowledged()
    {
        await using var installation = await Installation.StartAsync();
        await using var line = Line.To(installation.Stack.Endpoint.Port);
        var random = new Random(6);
        var logins = Workload.Of(seed: 6, logins: 20_000);
        var failures = 0;
        var cutting = CutAsync();
        foreach (var part in logins.Chunk(100))
        {
            while (!await installation.TryPublishAsync(part, line.Through(installation.HubConnection)))
            {
                failures++;
            }

            // Something is still to be sent whenever the line is cut.
            await Task.WhenAny(cutting, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
        }

        await cutting;
        await installation.SettleAsync();

        // What was published again after an uncertain answer is there twice, as two messages; nothing is missing.
        await installation.CheckAsync();
        var accepted = installation.Accepted();
        Assert.Equal(logins.Length, accepted.Distinct().Count());
        Figures.Print(new { events = logins.Length, cuts = Cuts, failedSends = failures, publishedTwice = accepted.Count - logins.Length, rows = await installation.CountRowsAsync() });

        // Now and then the client gets over it by itself; every other time the hub is away until a sender has given up.
        async Task CutAsync()
        {
            for (var cut = 0; cut < Cuts; cut++)
            {
                await Task.Delay(random.Next(100, 400), TestContext.Current.CancellationToken);
                var before = failures;
                await line.CutAsync();
                await (cut % 2 == 0 ? Task.Delay(random.Next(300), TestContext.Current.CancellationToken) : Eventually.HoldsAsync(() => failures > before));
                line.Restore();
            }
        }
    }

    [Fact]
    public async Task Reports_to_the_worker_while_the_hub_is_away_are_published_when_it_is_back()
    {
        var port = LoopbackPort.Free();
        await using var line = Line.To(port);
        var connection = line.Through($"Endpoint=sb://localhost:{port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;");
        await using var installation = await Installation.StartAsync(new LocalStackOptions { EventHubsPort = port }, ("EventHubs", connection));
        using var server = new DovecotRequests(installation.Stack);
        await line.CutAsync();
        for (var number = 0; number < Reports; number++)
        {
            await server.ReportAsync($"reported{number % 10}@drill.test", World.Address(number / 10, number));
        }

        await Eventually.HoldsAsync(() => installation.Log.Count("Reported logins could not be published") > 0, installation.Log.ToString);
        Assert.Empty(installation.Messages());

        line.Restore();
        await Eventually.HoldsAsync(() => installation.Messages().Count() >= Reports, installation.Log.ToString);
        await installation.SettleAsync();

        // Each account was reported once from each of twenty countries.
        Assert.Equal(Reports, installation.Messages().Count());
        Assert.Equal(10, (await installation.SuspendedAsync()).Count);
        Assert.Equal(Reports, await installation.CountLoginsAsync());
        Figures.Print(new { reports = Reports, publishedOnce = Reports, suspended = 10 });
    }
}
