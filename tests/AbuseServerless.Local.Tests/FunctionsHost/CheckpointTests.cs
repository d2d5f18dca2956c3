using AbuseServerless.Local.FunctionsHost.Checkpointing;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Local.Tests.FunctionsHost;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_checkpoint_is_on_disk_only_once_it_is_fifteen_seconds_old()
    {
        Checkpoints checkpoints = Open();
        PartitionCheckpoint partition = One(checkpoints);
        partition.Advance(10);
        _time.Advance(TimeSpan.FromSeconds(10));
        partition.Advance(20);

        checkpoints.Save();
        Assert.Null(One(Open()).Next);

        _time.Advance(TimeSpan.FromSeconds(5));
        checkpoints.Save();
        Assert.Equal(10, One(Open()).Next);

        _time.Advance(TimeSpan.FromSeconds(10));
        checkpoints.Save();
        Assert.Equal(20, One(Open()).Next);
        Assert.Equal(20, partition.Next);
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
    public void A_rewind_to_what_is_durable_goes_to_where_it_was_when_the_storage_was_lost()
    {
        Checkpoints checkpoints = Open();
        PartitionCheckpoint partition = One(checkpoints);
        partition.Advance(10);
        _time.Advance(TimeSpan.FromSeconds(20));
        partition.Advance(20);

        var targets = checkpoints.Targets(RewindTo.Durable);
        _time.Advance(TimeSpan.FromMinutes(1));
        partition.Advance(30);
        checkpoints.Rewind(targets);

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

        checkpoints.Rewind(checkpoints.Targets(RewindTo.Beginning));

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
        string path = Path.Combine(_folder, "checkpoints.json");
        File.WriteAllText(path, "[1,");

        var failure = Assert.Throws<InvalidDataException>(() => Open());

        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    private static PartitionCheckpoint One(Checkpoints checkpoints) => checkpoints.For("events", "tests", "0");

    private Checkpoints Open() => new(_time, _folder);
}
