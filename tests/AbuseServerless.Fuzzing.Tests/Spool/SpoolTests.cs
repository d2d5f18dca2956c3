using System.Text;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Gate.Spool;

namespace AbuseServerless.Fuzzing.Tests.Spool;

public sealed class SpoolTests : IDisposable
{
    private const int Events = 40;

    // Each input makes a folder of files.
    private static readonly long Iterations = Inputs.Iterations / 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-fuzz-").FullName;
    private int _folders;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_a_damaged_file_whole_events_are_read_and_nothing_is_thrown(int damaged)
    {
        var files = Files();
        var whole = Enumerable.Range(0, Events).Select(Text).ToHashSet();
        CsCheck.Check.Sample(
            Inputs.Like(files.ElementAt(damaged).Value),
            bytes =>
            {
                var folder = Folder(files);
                File.WriteAllBytes(Path.Combine(folder, files.ElementAt(damaged).Key), bytes);
                Assert.All(ReadAll(folder), text => Assert.Contains(text, whole));
                Directory.Delete(folder, recursive: true);
            },
            iter: Iterations);
    }

    [Fact]
    public void With_a_damaged_position_events_are_read_from_some_place_on_and_nothing_is_thrown()
    {
        var files = Files();
        var whole = Enumerable.Range(0, Events).Select(Text).ToHashSet();
        CsCheck.Check.Sample(
            Inputs.Like("""{"Segment":0,"Offset":40,"Sequence":1}"""u8.ToArray(), """{"Segment":25,"Offset":0,"Sequence":25}"""u8.ToArray()),
            bytes =>
            {
                var folder = Folder(files);
                File.WriteAllBytes(Path.Combine(folder, "position.json"), bytes);
                Assert.All(ReadAll(folder), text => Assert.Contains(text, whole));
                Directory.Delete(folder, recursive: true);
            },
            iter: Iterations);
    }

    private static string Text(int number) => $"{{\"number\":{number}}}";

    private Dictionary<string, byte[]> Files()
    {
        var folder = Path.Combine(_folder, "written");
        using (var segments = new SpoolSegments(folder, segmentBytes: 600, maximumBytes: 1 << 20))
        {
            for (var i = 0; i < Events; i++)
            {
                var body = Encoding.UTF8.GetBytes(Text(i));
                var frame = new byte[SpoolFrame.Overhead + body.Length];
                SpoolFrame.Write(frame, 7, body);
                SpoolFrame.Seal(frame);
                segments.Append(frame, 1);
            }
        }

        return Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
    }

    private string Folder(Dictionary<string, byte[]> files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{Interlocked.Increment(ref _folders)}")).FullName;
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
        }

        return folder;
    }

    private static List<string> ReadAll(string folder)
    {
        using var segments = new SpoolSegments(folder, segmentBytes: 600, maximumBytes: 1 << 20);
        using var reader = new SpoolReader(segments);
        var all = new List<string>();
        var events = new List<SpooledEvent>();
        do
        {
            reader.Read(events, 7);
            all.AddRange(events.Select(spooled => Encoding.UTF8.GetString(spooled.Body.Span)));
        }
        while (events.Count > 0);

        segments.Acknowledge(reader.Position);
        return all;
    }
}
