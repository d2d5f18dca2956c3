using System.Diagnostics;
using AbuseServerless.Local.Processes;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Local.Tests.Processes;

public sealed class AzuriteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Tables_on_disk_outlive_a_graceful_stop_and_a_restart_in_place()
    {
        await using Azurite azurite = await Azurite.StartAsync(new AzuriteOptions { Location = _folder });
        var connection = azurite.ConnectionString;
        TableClient table = await TableAsync(azurite);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["Value"] = 42 });

        Assert.True(await azurite.StopAsync());
        Assert.True(azurite.Exited.IsCompleted);
        await azurite.RestartAsync();

        Assert.Equal(connection, azurite.ConnectionString);
        TableEntity found = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(42, found.GetInt32("Value"));
    }

    [Fact]
    public async Task A_killed_one_is_noticed_and_starts_again_in_place()
    {
        await using Azurite azurite = await Azurite.StartAsync(new AzuriteOptions());
        await TableAsync(azurite);

        Process.GetProcessById(azurite.ProcessId).Kill();
        await azurite.Exited.WaitAsync(Eventually.Limit);
        await azurite.RestartAsync();

        // In memory, so nothing was kept.
        Assert.NotNull((await new TableServiceClient(azurite.ConnectionString).CreateTableAsync("things")).Value);
        Assert.False(await azurite.StopAsync());
    }

    [Fact]
    public async Task A_mark_is_told_once_what_was_acknowledged_before_it_outlives_a_kill()
    {
        var saved = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Azurite azurite = await Azurite.StartAsync(new AzuriteOptions { Location = _folder, Saved = mark => saved.TrySetResult(mark) });
        TableClient table = await TableAsync(azurite);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["Value"] = 42 });
        azurite.Mark(7);

        Assert.Equal(7, await saved.Task.WaitAsync(Eventually.Limit));
        Process.GetProcessById(azurite.ProcessId).Kill();
        await azurite.Exited.WaitAsync(Eventually.Limit);
        await azurite.RestartAsync();

        TableEntity found = await table.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(42, found.GetInt32("Value"));
    }

    [Fact]
    public async Task A_mark_is_told_also_where_nothing_has_changed_since_the_last_save()
    {
        var saved = new SemaphoreSlim(0);
        await using Azurite azurite = await Azurite.StartAsync(new AzuriteOptions { Location = _folder, Saved = _ => saved.Release() });
        await TableAsync(azurite);
        for (var mark = 1; mark < 4; mark++)
        {
            azurite.Mark(mark);
            Assert.True(await saved.WaitAsync(Eventually.Limit));
        }
    }

    [Fact]
    public async Task A_key_of_ones_own_keeps_strangers_out()
    {
        await using Azurite azurite = await Azurite.StartAsync(new AzuriteOptions { AccountKey = Convert.ToBase64String(new byte[32]) });

        await TableAsync(azurite);
        var strangers = azurite.ConnectionString.Replace(Convert.ToBase64String(new byte[32]), AzuriteOptions.WellKnownKey, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => new TableServiceClient(strangers).CreateTableAsync("others"));

        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task One_that_cannot_start_is_reported_with_its_last_words()
    {
        await using Azurite first = await Azurite.StartAsync(new AzuriteOptions());

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Azurite.StartAsync(new AzuriteOptions { Port = first.Port }));

        Assert.Contains("EADDRINUSE", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<TableClient> TableAsync(Azurite azurite)
    {
        var table = new TableClient(azurite.ConnectionString, "things");
        await table.CreateAsync();
        return table;
    }
}
