using System.Text;
using AbuseServerless.Gate.Spool;

namespace AbuseServerless.Upgrade.Tests.Gate;

/// <summary>The spool of a gate that is away from the hub.</summary>
internal static class SpoolFiles
{
    public const string Folder = "spool";

    // So that there are several files.
    private const int SegmentBytes = 600;
    private const byte Bucket = 7;

    public static void Write(string folder)
    {
        Append(folder, Story.Spooled);
        Acknowledge(folder, Story.Acknowledged);
    }

    public static void Append(string folder, IEnumerable<string> events)
    {
        using var segments = Open(folder);
        foreach (var body in events.Select(Encoding.UTF8.GetBytes))
        {
            var frame = new byte[SpoolFrame.Overhead + body.Length];
            SpoolFrame.Write(frame, Bucket, body);
            SpoolFrame.Seal(frame);
            segments.Append(frame, 1);
        }
    }

    /// <summary>Says that the hub has the next events.</summary>
    public static void Acknowledge(string folder, int count)
    {
        using var segments = Open(folder);
        using var reader = new SpoolReader(segments);
        var events = new List<SpooledEvent>();
        for (var left = count; left > 0; left -= events.Count)
        {
            reader.Read(events, left);
            Assert.NotEmpty(events);
        }

        segments.Acknowledge(reader.Position);
    }

    /// <summary>The events that the hub does not have.</summary>
    public static IReadOnlyList<string> Read(string folder)
    {
        using var segments = Open(folder);
        using var reader = new SpoolReader(segments);
        var (all, events) = (new List<string>(), new List<SpooledEvent>());
        do
        {
            reader.Read(events, 5);
            Assert.All(events, spooled => Assert.Equal(Bucket, spooled.Bucket));
            all.AddRange(events.Select(spooled => Encoding.UTF8.GetString(spooled.Body.Span)));
        }
        while (events.Count > 0);

        Assert.Equal((0L, 0L), (reader.Damaged, segments.CutBytes));
        return all;
    }

    private static SpoolSegments Open(string folder) => new(folder, SegmentBytes, maximumBytes: 1 << 20);
}
