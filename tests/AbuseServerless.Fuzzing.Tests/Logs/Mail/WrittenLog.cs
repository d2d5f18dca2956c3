using System.Globalization;
using System.Text;

namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

/// <summary>A log in which stories are mixed: each keeps the order of its own lines.</summary>
internal sealed class WrittenLog
{
    /// <summary>When every log has been written.</summary>
    public static readonly DateTimeOffset Now = new(2026, 12, 3, 0, 0, 0, TimeSpan.Zero);

    private const int MaximumStories = 8;
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 23, 50, 0, TimeSpan.Zero);

    private readonly List<string> _lines = [];
    private readonly List<IReadOnlyList<string>> _events = [];

    /// <summary>The log of a seed; always the same.</summary>
    public WrittenLog(int seed)
    {
        var random = new Random(seed);
        var stories = Enumerable.Range(0, random.Next(1, MaximumStories)).Select(number => new Queue<WrittenLine>(Story(number, random))).ToList();
        var rfc3339 = random.Next(2) == 0;
        var time = Start;
        while (stories.Where(story => story.Count > 0).ToList() is { Count: > 0 } left)
        {
            var line = left[random.Next(left.Count)].Dequeue();
            _lines.Add($"{Stamp(time, rfc3339)} {line.Host} {line.Tag}[{random.Next(1, 99999)}]: {line.Message}");
            _events.Add([.. line.Events.Select(e => Event(time, e)).Order(StringComparer.Ordinal)]);
            time = time.AddSeconds(random.Next(120));
        }
    }

    /// <summary>The lines without their ends.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The events of each line, sorted.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Events => _events;

    /// <summary>The log as a file.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(string.Concat(_lines.Select(line => line + "\n")));

    /// <summary>An event as the tests write it.</summary>
    public static string Event(DateTimeOffset time, string rest) => string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:O} {rest}");

    private static IEnumerable<WrittenLine> Story(int number, Random random)
    {
        var host = $"mx{random.Next(2)}";
        if (random.Next(4) == 0)
        {
            return Enumerable.Range(0, random.Next(4)).Select(_ => OtherLines.Any(host, random));
        }

        // A short id is used again, a long one is not; two machines or instances may use the same.
        var id = random.Next(2) == 0 ? $"4jYpkm1kQvz{number}" : $"94C43B6012{number}";
        var instance = random.Next(3) == 0 ? "postfix-out" : "postfix";
        return Enumerable.Range(0, random.Next(1, 3)).SelectMany(nth => new MailStory(host, instance, id, isFirst: nth == 0, random).Lines);
    }

    private static string Stamp(DateTimeOffset time, bool rfc3339) => rfc3339
        ? time.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)
        : $"{time.ToString("MMM", CultureInfo.InvariantCulture)} {time.Day,2} {time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}";
}
