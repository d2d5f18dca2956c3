using AbuseServerless.Local.FunctionsHost.Checkpointing;

namespace AbuseServerless.Local.Tests.FunctionsHost;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_checkpoint_is_on_disk_only_once_the_storage_has_saved_with_a_mark_that_came_after_it()
    {
        Checkpoints checkpoints = Open();
        PartitionCheckpoint partition = One(checkpoints);
        partition.Advance(10);
        var first = checkpoints.Mark();
        partition.Advance(20);
        checkpoints.Save();
        Assert.Null(One(Open()).Next);

        checkpoints.Saved(first);
        checkpoints.Save();
        Assert.Equal(10, One(Open()).Next);

        // Two marks, and the save with the second one: it holds what the first one stood for.
        checkpoints.Mark();
        partition.Advance(30);
        checkpoints.Saved(checkpoints.Mark());
        checkpoints.Save();
        Assert.Equal(30, One(Open()).Next);
        Assert.Equal(30, partition.Next);
    }

    [Fact]
    public void A_flush_after_a_clean_stop_writes_the_exact_one()
    {
        Checkpoints checkpoints = Open();
        One(checkpoints).Advance(10);

        checkpoints.Flush();

        Assert.Equal(10, One(Open()).Next);
    }

    [Fact]
    public void A_rewind_goes_to_what_was_saved_however_long_ago_the_rest_was_processed_and_a_later_word_of_a_save_changes_nothing()
    {
        Checkpoints checkpoints = Open();
        PartitionCheckpoint partition = One(checkpoints);
        partition.Advance(10);
        checkpoints.Saved(checkpoints.Mark());
        partition.Advance(20);
        var lost = checkpoints.Mark();

        checkpoints.Rewind(RewindTo.Durable);
        checkpoints.Saved(lost);

        Assert.Equal(10, partition.Next);
        Assert.Equal(10, partition.Durable);
        Assert.Equal(10, One(Open()).Next);
    }

    [Fact]
    public void A_rewind_to_the_beginning_forgets_everything()
    {
        Checkpoints checkpoints = Open();
        One(checkpoints).Advance(10);
        checkpoints.Flush();

        checkpoints.Rewind(RewindTo.Beginning);

        Assert.Null(One(checkpoints).Next);
        Assert.Null(One(Open()).Next);
    }

    [Fact]
    public async Task Whoever_waits_for_an_event_is_told_when_it_was_processed()
    {
        PartitionCheckpoint partition = One(Open());
        Task waiting = partition.WaitForAsync(9, CancellationToken.None);

        partition.Advance(9);
        Assert.False(waiting.IsCompleted);
        partition.Advance(10);

        await waiting.WaitAsync(Eventually.Limit);
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_file_is_named()
    {
        var path = Path.Combine(_folder, "checkpoints.json");
        File.WriteAllText(path, "[1,");

        var failure = Assert.Throws<InvalidDataException>(() => Open());

        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    private static PartitionCheckpoint One(Checkpoints checkpoints) => checkpoints.For("events", "tests", "0");

    private Checkpoints Open() => new(_folder);
}
