using System.Diagnostics;
using AbuseServerless.Local.FunctionsHost.Checkpointing;
using AbuseServerless.Local.Tests.Processes;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Local.Tests.FunctionsHost;

public class WorkerTests
{
    [Fact]
    public async Task A_worker_killed_in_the_middle_of_a_batch_is_restarted_and_gets_the_batch_again()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();
        app.Say("wait");
        app.Events.Publish(0, "first");
        await Eventually.HoldsAsync(() => app.Batches.Count == 1);
        var killed = app.Host.WorkerProcessIds.Single();

        Process.GetProcessById(killed).Kill();
        app.Unsay("wait");
        app.Events.Publish(0, "second");
        await app.ProcessedAsync(0, 1);

        Assert.Equal(["first", "first", "second"], app.Batches.SelectMany(static entry => entry.Messages!));
        Assert.Equal([true, false, false], app.Batches.Select(entry => entry.ProcessId == killed));
        Assert.NotEqual(killed, app.Host.WorkerProcessIds.Single());
    }

    [Fact]
    public async Task Two_workers_share_the_partitions()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync(workers: 2);
        Assert.Equal(2, app.Host.WorkerProcessIds.Distinct().Count());

        for (var partition = 0; partition < 2; partition++)
        {
            app.Events.Publish(partition, [.. Enumerable.Range(0, 40).Select(number => $"{partition}:{number}")]);
            await app.ProcessedAsync(partition, 39);
        }

        foreach (var partition in (int[])[0, 1])
        {
            NotebookEntry[] entries = [.. app.Batches.Where(entry => entry.PartitionKeys![0] == $"key {partition}")];
            Assert.Equal(Enumerable.Range(0, 40).Select(number => $"{partition}:{number}"), entries.SelectMany(static entry => entry.Messages!));
            Assert.Equal(app.Host.WorkerProcessIds[partition], entries.Select(static entry => entry.ProcessId).Distinct().Single());
        }
    }

    [Fact]
    public async Task A_worker_that_does_not_start_is_reported_with_its_last_words()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AppUnderTest.StartAsync(1, ("RefuseToStart", "No coffee, no work.")));

        Assert.Contains("No coffee, no work.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_binding_whose_setting_is_missing_is_reported_by_name()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AppUnderTest.StartAsync(1, ("Tick:Schedule", "%Tick:Missing%")));

        Assert.Contains("The function Tick cannot be served", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_does_not_exist_is_reported_with_those_that_do()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AppUnderTest.StartAsync(1, ("Hubs__Events", "elsewhere")));

        Assert.Equal("The function Record reads the event hub 'elsewhere', which does not exist. Event hubs: events, bytes.", failure.Message);
    }

    [Fact]
    public async Task A_rewind_goes_back_with_new_workers_that_start_after_the_storage()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();
        app.Events.Publish(0, "first", "second");
        await app.ProcessedAsync(0, 1);
        app.Say("wait");
        app.Events.Publish(1, "in flight");
        await Eventually.HoldsAsync(() => app.Batches.Any(static entry => entry.Messages![0] == "in flight"));
        var before = app.Host.WorkerProcessIds.Single();
        var wasAlive = true;

        await app.Host.RewindAsync(RewindTo.Beginning, _ =>
        {
            wasAlive = ProcessTable.Holds(before);
            app.Unsay("wait");
            return Task.CompletedTask;
        });
        await app.ProcessedAsync(0, 1);
        await app.ProcessedAsync(1, 0);

        Assert.False(wasAlive);
        string[] again = [.. app.Batches.Where(entry => entry.ProcessId != before).SelectMany(static entry => entry.Messages!).Order(StringComparer.Ordinal)];
        Assert.Equal(["first", "in flight", "second"], again);
    }

    [Fact]
    public async Task A_rewind_whose_storage_does_not_come_back_can_be_repeated()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();
        app.Events.Publish(0, "first");
        await app.ProcessedAsync(0, 0);

        await Assert.ThrowsAsync<InvalidOperationException>(() => app.Host.RewindAsync(RewindTo.Beginning, static _ => throw new InvalidOperationException("No storage.")));
        Assert.Empty(app.Host.WorkerProcessIds);
        await app.Host.RewindAsync(RewindTo.Beginning, static _ => Task.CompletedTask);
        await app.ProcessedAsync(0, 0);

        Assert.Equal(["first", "first"], app.Batches.SelectMany(static entry => entry.Messages!));
    }

    [Fact]
    public async Task A_clean_stop_lets_the_batch_in_flight_end()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();
        app.Say("wait");
        app.Events.Publish(0, "first");
        await Eventually.HoldsAsync(() => app.Batches.Count == 1);
        var worker = app.Host.WorkerProcessIds.Single();

        Task stopping = app.Host.StopAsync();
        app.Events.Publish(0, "second");
        app.Unsay("wait");
        await stopping;

        Assert.Equal(app.Events.SequenceNumber(0, 1), app.Checkpoints.For("events", "tests", "0").Next);
        Assert.Single(app.Batches);
        Assert.False(ProcessTable.Holds(worker));
    }

    [Fact]
    public async Task What_workers_log_keeps_its_category_and_web_chatter_is_debug()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();
        using var client = new HttpClient { BaseAddress = app.Host.HttpAddress };

        await client.GetAsync("api/broken");
        await client.GetAsync("api/hello/you");

        await Eventually.HoldsAsync(() => app.Log.Entries.Any(static entry => entry.Category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)), app.Log.ToString);
        Assert.DoesNotContain(app.Log.Entries, static entry => entry.Category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && entry.Level == LogLevel.Information);
        Assert.Contains(app.Log.Entries, static entry => entry.Level == LogLevel.Error && entry.Text.Contains("Told to fail by /api/broken", StringComparison.Ordinal));
    }
}
