using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Drills.Tests.Geolocation;

/// <summary>What happens to the geolocation database while the worker uses it.</summary>
public sealed class DatabaseFileTests
{
    private const int PageBytes = 4096;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_is_missing_at_start_holds_events_up_loses_none_and_keeps_no_mail_server_waiting()
    {
        await using var installation = await Installation.StartAsync();
        var logins = Workload.Of(seed: 7, logins: 4_000);
        await installation.PublishAsync(logins[..3_900]);
        await installation.SettleAsync();
        File.Move(installation.Database, installation.Database + ".away");
        await KillTheWorkerAsync(installation);
        await installation.PublishAsync(logins[3_900..]);

        await UntilBatchesFailAsync(installation);
        using var server = new DovecotRequests(installation.Stack);
        Assert.Equal(DovecotRequests.Allowed, await server.AllowAsync("user0@drill.test"));
        await server.UntilAsync((await installation.SuspendedAsync())[0], refused: true);

        File.Move(installation.Database + ".away", installation.Database);
        await installation.SettleAsync();
        await installation.CheckAsync();
        Figures.Print(new { events = logins.Length, failedBatches = installation.Log.Of(2020).Count(), rows = await installation.CountRowsAsync() });
    }

    [Fact]
    public async Task A_mapped_database_that_is_cut_in_place_ends_the_worker_and_loses_and_misplaces_nothing()
    {
        await using var installation = await Installation.StartAsync();
        var logins = Workload.Of(seed: 8, logins: 4_000);
        await installation.PublishAsync(logins[..2_000]);
        await installation.SettleAsync();
        using (var file = new FileStream(installation.Database, FileMode.Open, FileAccess.Write))
        {
            file.SetLength(PageBytes);
        }

        await installation.PublishAsync(logins[2_000..]);
        await UntilBatchesFailAsync(installation);
        await ReplaceAsync(installation, World.Database());
        await installation.SettleAsync();

        await installation.CheckAsync();
        Assert.NotEmpty(installation.Log.Of(2011));
        Figures.Print(new
        {
            events = logins.Length,
            workersEnded = installation.Log.Of(2011).Count(),
            failedBatches = installation.Log.Of(2020).Count(),
            deliveredAgain = installation.DeliveredAgain(),
        });
    }

    [Fact]
    public async Task A_database_in_memory_that_is_cut_in_place_stays_in_use_and_that_is_reported()
    {
        await using var installation = await Installation.StartAsync(null, ("Geolocation:Access", "Memory"));
        var logins = Workload.Of(seed: 9, logins: 4_000);
        await installation.PublishAsync(logins[..2_000]);
        await installation.SettleAsync();
        using (var file = new FileStream(installation.Database, FileMode.Open, FileAccess.Write))
        {
            file.SetLength(PageBytes);
        }

        await Eventually.HoldsAsync(() => installation.Log.Count("has changed but cannot be used") > 0, installation.Log.ToString);
        await installation.PublishAsync(logins[2_000..]);
        await installation.SettleAsync();

        await installation.CheckAsync();
        Assert.Empty(installation.Log.Of(2011));
        Figures.Print(new { events = logins.Length, workersEnded = 0, refusedFiles = installation.Log.Count("has changed but cannot be used") });
    }

    [Fact]
    public async Task A_database_replaced_by_renaming_is_taken_up_when_it_is_whole_and_refused_when_it_is_not()
    {
        const int Shift = 3;

        // The data move networks in which an account lives to other countries: the oracle counts each country, as the rule of 2019 does.
        await using var installation = await Installation.StartAsync(null, ("Nets:Countries:OnlyUnfamiliar", "false"));
        var logins = Workload.Of(seed: 10, logins: 6_000);
        await installation.PublishAsync(logins[..2_000]);
        await installation.SettleAsync();

        await ReplaceAsync(installation, World.Database()[..(2 * PageBytes)]);
        await Eventually.HoldsAsync(() => installation.Log.Count("has changed but cannot be used") > 0, installation.Log.ToString);
        await installation.PublishAsync(logins[2_000..4_000]);
        await installation.SettleAsync();

        await ReplaceAsync(installation, World.Database(day: 2, Shift));
        await Eventually.HoldsAsync(() => installation.Log.Count("country ipvAll 2026-01-02 replaces") > 0, installation.Log.ToString);
        await installation.PublishAsync(logins[4_000..]);
        await installation.SettleAsync();

        var afterwards = logins[4_000..].ToHashSet();
        await installation.CheckAsync(countryOf: login => World.Countries[(login.Country + (afterwards.Contains(login) ? Shift : 0)) % World.Countries.Length]);
        Assert.Empty(installation.Log.Of(2011));
        Figures.Print(new { events = logins.Length, refusedFiles = 1, takenUp = 1, rows = await installation.CountRowsAsync() });
    }

    private static Task KillTheWorkerAsync(Installation installation) =>
        Eventually.HoldsAsync(() => installation.Stack.Host.WorkerProcessIds is [var id] && Processes.Kill(id), installation.Log.ToString);

    // The operator is told which setting names the file and what is wrong with it.
    private static Task UntilBatchesFailAsync(Installation installation) => Eventually.HoldsAsync(
        () => installation.Log.Of(2020).Any(entry => entry.Text.Contains($"Geolocation:Databases: '{installation.Database}'", StringComparison.Ordinal)), installation.Log.ToString);

    private static async Task ReplaceAsync(Installation installation, byte[] database)
    {
        await File.WriteAllBytesAsync(installation.Database + ".new", database, Cancellation);
        File.Move(installation.Database + ".new", installation.Database, overwrite: true);
    }
}
