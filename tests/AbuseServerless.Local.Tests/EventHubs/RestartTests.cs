using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class RestartTests
{
    [Fact]
    public async Task A_restart_on_the_same_directory_goes_on_with_the_log_and_its_numbers()
    {
        using var directory = new TemporaryDirectory();
        long first;
        await using (var before = await Namespace.StartAsync(directory: directory.Path))
        {
            first = before.Partitions[0].FirstSequenceNumber;
            await SendAsync(before, "a", "b");
        }

        await using var after = await Namespace.StartAsync(directory: directory.Path);
        await SendAsync(after, "c");

        await using var receiver = after.Receiver("0", EventPosition.Earliest);
        var received = await Namespace.ReceiveAsync(receiver, 3);
        Assert.Equal(["a", "b", "c"], received.Select(e => e.EventBody.ToString()));
        Assert.Equal([first, first + 1, first + 2], received.Select(e => e.SequenceNumber));
    }

    [Fact]
    public async Task What_was_accepted_survives_a_kill()
    {
        using var directory = new TemporaryDirectory();
        await using var killed = await Namespace.StartAsync(partitions: 2, directory: directory.Path);
        for (var i = 0; i < 10; i++)
        {
            await SendAsync(killed, $"{2 * i}", $"{(2 * i) + 1}");
        }

        using var left = directory.Copy();

        await using var after = await Namespace.StartAsync(partitions: 2, directory: left.Path);

        var numbers = after.Partitions.SelectMany(log => log.Read(0, 100)).Select(e => Namespace.Number(Namespace.Text(e)));
        Assert.Equal(Enumerable.Range(0, 20), numbers.Order());
        Assert.Equal(killed.Partitions.Select(log => log.NextSequenceNumber), after.Partitions.Select(log => log.NextSequenceNumber));
    }

    [Fact]
    public async Task A_torn_tail_is_cut_and_the_log_goes_on_before_it()
    {
        using var directory = new TemporaryDirectory();
        await using (var before = await Namespace.StartAsync(directory: directory.Path))
        {
            await SendAsync(before, "a", "b", "c");
        }

        using (var file = File.OpenWrite(directory.NewestSegment(Namespace.Hub, "0")))
        {
            file.SetLength(file.Length - 3);
        }

        await using (var after = await Namespace.StartAsync(directory: directory.Path))
        {
            Assert.Equal(["a", "b"], Bodies(after));
            await SendAsync(after, "d");
        }

        await using var later = await Namespace.StartAsync(directory: directory.Path);
        Assert.Equal(["a", "b", "d"], Bodies(later));
    }

    [Fact]
    public async Task In_memory_a_later_start_numbers_beyond_an_earlier_one()
    {
        long end;
        await using (var before = await Namespace.StartAsync())
        {
            await SendAsync(before, [.. Enumerable.Range(0, 500).Select(i => $"{i}")]);
            end = before.Partitions[0].NextSequenceNumber;
        }

        await using var after = await Namespace.StartAsync();

        Assert.True(after.Partitions[0].FirstSequenceNumber > end);
    }

    [Fact]
    public async Task A_directory_serves_one_endpoint_at_a_time()
    {
        using var directory = new TemporaryDirectory();
        await using (await Namespace.StartAsync(directory: directory.Path))
        {
            await Assert.ThrowsAsync<IOException>(() => Namespace.StartAsync(directory: directory.Path));
        }

        await using var next = await Namespace.StartAsync(directory: directory.Path);
    }

    private static async Task SendAsync(Namespace space, params string[] bodies)
    {
        await using var producer = space.Producer();
        await producer.SendAsync(bodies.Select(body => new EventData(body)), Namespace.Patience);
    }

    private static IEnumerable<string> Bodies(Namespace space) =>
        space.Partitions[0].Read(0, 100).Select(Namespace.Text);
}
