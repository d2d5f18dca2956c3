using System.Text;
using AbuseServerless.Gate.Spool;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Tests.Spool;

public sealed class SpoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "spool");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_appended_is_read_in_order_with_its_bucket()
    {
        using var spool = Open();
        await AppendAsync(spool, 0, 1000);

        Assert.Equal(Texts(0, 1000), ReadAll(spool));
        Assert.Equal(1000, spool.Segments.Waiting);
        Assert.Equal(1000, spool.Accepted);
    }

    [Fact]
    public async Task Many_appending_at_once_lose_none()
    {
        using var spool = Open();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(sender => Task.Run(() => AppendAsync(spool, sender * 100, 100))));

        Assert.Equal(Texts(0, 6400).Order(), ReadAll(spool).Order());
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_behind_what_was_acknowledged()
    {
        using (var spool = Open())
        {
            await AppendAsync(spool, 0, 100);
            using var reader = new SpoolReader(spool.Segments);
            reader.Read([], 40);
            spool.Segments.Acknowledge(reader.Position);
        }

        using var again = Open();
        Assert.Equal(60, again.Segments.Waiting);
        await AppendAsync(again, 100, 10);
        Assert.Equal(Texts(40, 70), ReadAll(again));
    }

    [Fact]
    public async Task Without_its_position_it_begins_at_the_oldest_event()
    {
        using (var spool = Open())
        {
            await AppendAsync(spool, 0, 10);
            using var reader = new SpoolReader(spool.Segments);
            reader.Read([], 10);
            spool.Segments.Acknowledge(reader.Position);
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "position.json"), "{\"Segm");
        using var again = Open();
        Assert.Equal(Texts(0, 10), ReadAll(again));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(12)]
    public async Task A_write_that_had_not_ended_is_cut_and_the_next_events_follow(int missing)
    {
        using (var spool = Open())
        {
            await AppendAsync(spool, 0, 10);
        }

        var file = Directory.GetFiles(Folder, "*.spool").Single();
        using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.SetLength(stream.Length - missing);
        }

        using var again = Open();
        Assert.True(again.Segments.CutBytes > 0);
        await AppendAsync(again, 10, 5);
        Assert.Equal([.. Texts(0, 9), .. Texts(10, 5)], ReadAll(again));
    }

    [Fact]
    public void Over_the_bound_the_oldest_are_dropped_and_counted()
    {
        using var segments = new SpoolSegments(Folder, segmentBytes: 1000, maximumBytes: 5000);
        for (var i = 0; i < 1000; i++)
        {
            Append(segments, i);
        }

        var left = ReadAll(segments);
        Assert.InRange(segments.Bytes, 4000, 5000);
        Assert.Equal(1000, segments.Dropped + left.Count);
        Assert.Equal(left.Count, segments.Waiting);
        Assert.Equal(Texts(1000 - left.Count, left.Count), left);
    }

    [Fact]
    public void A_reader_whose_file_was_dropped_goes_on_with_the_oldest_that_is_left()
    {
        using var segments = new SpoolSegments(Folder, segmentBytes: 1000, maximumBytes: 5000);
        Append(segments, 0);
        Append(segments, 1);
        using var reader = new SpoolReader(segments);
        var events = new List<SpooledEvent>();
        reader.Read(events, 1);
        for (var i = 2; i < 1000; i++)
        {
            Append(segments, i);
        }

        reader.Read(events, 1);
        Assert.Equal(Text((int)segments.Dropped), Encoding.UTF8.GetString(events[0].Body.Span));
        Assert.Equal(0, reader.Damaged);
    }

    [Fact]
    public void Files_that_the_hub_has_are_deleted()
    {
        using var segments = new SpoolSegments(Folder, segmentBytes: 1000, maximumBytes: 1 << 20);
        for (var i = 0; i < 1000; i++)
        {
            Append(segments, i);
        }

        using var reader = new SpoolReader(segments);
        for (var events = new List<SpooledEvent>(); reader.Position.Sequence < 1000;)
        {
            reader.Read(events, 100);
        }

        segments.Acknowledge(reader.Position);
        Assert.Single(Directory.GetFiles(Folder, "*.spool"));
        Assert.Equal(0, segments.Waiting);
    }

    [Fact]
    public void A_damaged_file_costs_its_own_rest_and_that_is_counted()
    {
        using (var segments = new SpoolSegments(Folder, segmentBytes: 1000, maximumBytes: 1 << 20))
        {
            for (var i = 0; i < 1000; i++)
            {
                Append(segments, i);
            }
        }

        var second = Directory.GetFiles(Folder, "*.spool").Order().ElementAt(1);
        using (var stream = new FileStream(second, FileMode.Open))
        {
            stream.Position = 500;
            stream.Write("damage"u8);
        }

        using var again = new SpoolSegments(Folder, segmentBytes: 1000, maximumBytes: 1 << 20);
        using var reader = new SpoolReader(again);
        var read = 0;
        var events = new List<SpooledEvent>();
        do
        {
            reader.Read(events, 100);
            read += events.Count;
        }
        while (events.Count > 0);

        Assert.InRange(reader.Damaged, 1, 99);
        Assert.Equal(1000, read + reader.Damaged);
    }

    // The newest: what is damaged before a start was cut there.
    [Fact]
    public async Task The_newest_file_damaged_under_the_gates_hands_costs_what_stood_in_it_and_what_comes_then_is_read()
    {
        using var spool = Open();
        await AppendAsync(spool, 0, 1000);
        using (var file = new FileStream(Directory.GetFiles(Folder, "*.spool").Single(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Write("damage"u8);
        }

        using var reader = new SpoolReader(spool.Segments);
        var events = new List<SpooledEvent>();
        reader.Read(events, 100);
        Assert.Empty(events);
        Assert.Equal(1000, reader.Damaged);

        spool.Segments.Acknowledge(reader.Position);
        Assert.Equal(0, spool.Segments.Waiting);
        var more = spool.WaitBehindAsync(reader.Position, TestContext.Current.CancellationToken);
        Assert.False(more.IsCompleted);

        await AppendAsync(spool, 1000, 10);
        await more;
        reader.Read(events, 100);
        Assert.Equal(Texts(1000, 10), events.Select(one => Encoding.UTF8.GetString(one.Body.Span)));
        Assert.Equal(1000, reader.Damaged);
    }

    [Fact]
    public void A_second_gate_is_kept_out()
    {
        using var spool = Open();
        Assert.Throws<IOException>(Open);
    }

    private static string Text(int number) => $"{{\"number\":{number}}}";

    private static IEnumerable<string> Texts(int first, int count) => Enumerable.Range(first, count).Select(Text);

    private static void Append(SpoolSegments segments, int number)
    {
        var body = Encoding.UTF8.GetBytes(Text(number));
        var frame = new byte[SpoolFrame.Overhead + body.Length];
        SpoolFrame.Write(frame, 7, body);
        SpoolFrame.Seal(frame);
        segments.Append(frame, 1);
    }

    private static async Task AppendAsync(EventSpool spool, int first, int count)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            Assert.True(await spool.AppendAsync(number % 64, Encoding.UTF8.GetBytes(Text(number))));
        }
    }

    private static List<string> ReadAll(EventSpool spool) => ReadAll(spool.Segments);

    private static List<string> ReadAll(SpoolSegments segments)
    {
        using var reader = new SpoolReader(segments);
        var all = new List<string>();
        var events = new List<SpooledEvent>();
        do
        {
            reader.Read(events, 77);
            all.AddRange(events.Select(one => Encoding.UTF8.GetString(one.Body.Span)));
        }
        while (events.Count > 0);

        return all;
    }

    private EventSpool Open() =>
        new(Options.Create(new SpoolOptions()), Options.Create(new GateOptions { Data = _folder.Path }), NullLogger<EventSpool>.Instance);
}
