namespace AbuseServerless.Local.Tests.FunctionsHost;

public class EventDeliveryTests
{
    [Fact]
    public async Task A_function_gets_the_bodies_and_what_belongs_to_them()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();

        app.Events.Publish(1, "{\"account\":\"川@example.jp\"}", "", "two");
        app.Events.Publish(1, [0x61, 0xFF, 0x62]);
        await app.ProcessedAsync(1, 3);

        NotebookEntry[] entries = [.. app.Batches];
        Assert.Equal(["{\"account\":\"川@example.jp\"}", "", "two", "a\uFFFDb"], entries.SelectMany(static entry => entry.Messages!));
        long[] expected = [.. Enumerable.Range(0, 4).Select(index => app.Events.SequenceNumber(1, index))];
        Assert.Equal(expected, entries.SelectMany(static entry => entry.SequenceNumbers!));
        Assert.Equal(expected.Select(static number => $"{number}"), entries.SelectMany(static entry => entry.Offsets!));
        Assert.All(entries.SelectMany(static entry => entry.EnqueuedTimes!), static at => Assert.Equal(TestHub.EnqueuedTime.UtcDateTime, at.ToUniversalTime()));
        Assert.All(entries.SelectMany(static entry => entry.PartitionKeys!), static key => Assert.Equal("key 1", key));
        Assert.All(entries, static entry => Assert.Equal("""{"EventHubName":"events","ConsumerGroup":"tests","PartitionId":"1"}""", entry.Partition));
    }

    [Fact]
    public async Task Batches_are_no_larger_than_host_json_says_and_keep_the_order()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();

        string[] bodies = [.. Enumerable.Range(0, 95).Select(static number => $"{number}")];
        app.Events.Publish(0, bodies);
        await app.ProcessedAsync(0, bodies.Length - 1);

        Assert.Equal(bodies, app.Batches.SelectMany(static entry => entry.Messages!));
        Assert.All(app.Batches, static entry => Assert.InRange(entry.Messages!.Length, 1, 10));
    }

    [Fact]
    public async Task A_failed_batch_is_offered_again_and_nothing_behind_it_is_delivered_before()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();
        app.Say("fail");

        app.Events.Publish(0, "first");
        await Eventually.HoldsAsync(() => app.Batches.Count >= 1);
        app.Events.Publish(0, "second");
        await Eventually.HoldsAsync(() => app.Batches.Count >= 3, app.Log.ToString);
        Assert.Null(app.Checkpoints.For("events", "tests", "0").Next);
        app.Unsay("fail");
        await app.ProcessedAsync(0, 1);

        NotebookEntry[] entries = [.. app.Batches];
        Assert.All(entries[..^1], static entry => Assert.Equal(["first"], entry.Messages!));
        Assert.Equal(["second"], entries[^1].Messages!);
        Assert.Equal([null, .. Enumerable.Range(1, entries.Length - 2)], entries[..^1].Select(static entry => entry.Retries));
        Assert.Null(entries[^1].Retries);
    }

    [Fact]
    public async Task A_failing_partition_does_not_hold_up_another()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();
        app.Say("fail");
        app.Events.Publish(0, "first");
        await Eventually.HoldsAsync(() => app.Batches.Count >= 1);

        app.Bytes.Publish(0, [1, 2]);
        await app.ProcessedAsync(app.Bytes, 0, 0);

        Assert.Null(app.Checkpoints.For("events", "tests", "0").Next);
    }

    [Fact]
    public async Task Without_a_retry_policy_a_failed_batch_is_passed_over_as_in_Azure()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();

        app.Bytes.Publish(0, [0]);
        await app.ProcessedAsync(app.Bytes, 0, 0);
        app.Bytes.Publish(0, [0xFF, 2]);
        await app.ProcessedAsync(app.Bytes, 0, 1);

        NotebookEntry[] entries = [.. app.Entries];
        Assert.Equal([true, false], entries.Select(static entry => entry.Fails));
        Assert.Equal([0xFF, 2], entries[1].Bytes![0]);
        Assert.Contains(app.Log.Entries, static entry => entry.Text.Contains("failed 1 time(s) and is abandoned", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_paused_nothing_is_delivered()
    {
        await using AppUnderTest app = await AppUnderTest.StartAsync();
        app.Say("wait");
        app.Events.Publish(0, "before");
        await Eventually.HoldsAsync(() => app.Batches.Count == 1);

        Task paused = app.Host.PauseAsync();
        Assert.False(paused.IsCompleted);
        app.Unsay("wait");
        await paused.WaitAsync(Eventually.Limit);
        app.Events.Publish(0, "after");
        app.Events.Publish(1, "after");
        await app.Host.RestartWorkersAsync();
        Assert.Single(app.Batches);

        app.Host.Resume();
        await app.ProcessedAsync(0, 1);
        await app.ProcessedAsync(1, 0);
        Assert.Equal(3, app.Batches.Count);
    }
}
