using System.Text;
using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Several messages on one line, without line ends between them: octet counts of RFC 6587 (<c>LENGTH &lt;22&gt;…LENGTH &lt;22&gt;…</c>), as syslog over TCP has them, or one JSON object behind the other.</summary>
internal static class Frames
{
    // Of a line that is no longer, a count and a priority.
    private const int MaximumDigits = 6;

    /// <summary>The messages, two at least; null where there is one.</summary>
    public static IReadOnlyList<string>? Split(string line) => line switch
    {
        [>= '1' and <= '9', ..] when Count(line, out _, out _) => Counted(line),
        ['{', ..] when line.Contains("}{", StringComparison.Ordinal) || line.Contains("} {", StringComparison.Ordinal) => Objects(line),
        _ => null,
    };

    // Counts are of bytes. Where one leads elsewhere than to the next, the rest is one message.
    private static List<string>? Counted(string line)
    {
        var found = new List<string>();
        var left = line.AsSpan();
        while (Count(left, out var start, out var octets) && Behind(left[start..], octets) is { } end && Count(left[(start + end)..], out _, out _))
        {
            found.Add(left.Slice(start, end).ToString());
            left = left[(start + end)..];
        }

        return found.Count == 0 ? null : [.. found, left.ToString()];
    }

    private static bool Count(ReadOnlySpan<char> text, out int start, out int octets)
    {
        (start, octets) = (text.IndexOfAnyExceptInRange('0', '9') + 1, 0);
        return start is > 1 and <= MaximumDigits + 1 && text[start - 1] == ' ' && text[start..] is ['<', >= '0' and <= '9', ..] && int.TryParse(text[..(start - 1)], out octets);
    }

    // How many characters so many bytes are; null where there are not so many, or one ends within a character.
    private static int? Behind(ReadOnlySpan<char> text, int octets)
    {
        var at = 0;
        while (octets > 0 && at < text.Length)
        {
            _ = Rune.DecodeFromUtf16(text[at..], out var rune, out var read);
            (at, octets) = (at + read, octets - rune.Utf8SequenceLength);
        }

        return octets == 0 && at < text.Length ? at : null;
    }

    private static List<string>? Objects(string line)
    {
        try
        {
            var found = new List<string>();
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                found.Add(JsonElement.ParseValue(ref reader).GetRawText());
            }

            return found.Count > 1 ? found : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
