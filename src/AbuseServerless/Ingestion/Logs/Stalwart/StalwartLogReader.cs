using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Stalwart;

/// <summary>
/// Reads Stalwart's log (0.9 and later), as text, <c>2026-11-24T01:01:00Z INFO Authentication successful (auth.success) listenerId = "submissions", localPort = 465, remoteIp = …, accountName = "…"</c>, or as
/// JSON: <c>{"createdAt":…,"type":"auth.success","data":{…}}</c>. <c>auth.success</c> succeeded, <c>auth.failed</c> failed.
/// </summary>
/// <remarks>The listener tells the protocol: its port, or its name (<c>smtp…</c>, <c>submission…</c>). Logins by IMAP, POP3, JMAP and the web are ignored; one whose listener is not told is <see cref="UncountedLine"/>.</remarks>
public sealed partial class StalwartLogReader : ILogReader
{
    /// <summary>Logs of Stalwart.</summary>
    public static LogFormat Format { get; } = new("stalwart", "Stalwart", LogTells.Logins | LogTells.FailedLogins, _ => new StalwartLogReader());

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (entry.Line is ['{', ..] json)
        {
            return json.Contains("\"createdAt\"", StringComparison.Ordinal) || json.Contains("\"remoteIp\"", StringComparison.Ordinal) ? Json(json) : ForeignLine.Instance;
        }

        if (!entry.Program.StartsWith("stalwart") && entry.Text is not ['T' or 'D' or 'I' or 'W' or 'E' or '\u001b', ..])
        {
            return ForeignLine.Instance;
        }

        var text = (entry.Program.StartsWith("stalwart") ? entry.Message : entry.Text).Bounded();
        if (Line().Match(WithoutColours(text).TrimStart(' ')) is not { Success: true } match)
        {
            return ForeignLine.Instance;
        }

        // multiline = true: the keys are in lines of their own, without a time.
        return match.Groups["keys"].Length == 0 && match.Groups["type"].ValueSpan is "auth.success" ? new UncountedLine("listenerId in the line of the login (of multiline = true: switch it off)")
            : entry.Time is { } time ? Event(match.Groups["type"].Value, Keys(match.Groups["keys"].Value), time) : MalformedLine.NoTime;
    }

    private static LogLine Json(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.Text("type") is not { } type || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object || root.Text("createdAt") is not { } stamp)
            {
                return ForeignLine.Instance;
            }

            var keys = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in data.EnumerateObject())
            {
                keys.TryAdd(property.Name, property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText());
            }

            return Rfc3339.Parse(stamp) is { } time ? Event(type, keys, time) : MalformedLine.NoTime;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return ForeignLine.Instance;
        }
    }

    private static LogLine Event(string type, Dictionary<string, string> keys, DateTimeOffset time)
    {
        if (type is not ("auth.success" or "auth.failed"))
        {
            return IgnoredLine.Instance;
        }

        var listener = keys.GetValueOrDefault("listenerId");
        bool? isSmtp = int.TryParse(keys.GetValueOrDefault("localPort"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is 25 or 465 or 587 or 2525 ? true
            : listener is not null ? listener.Contains("smtp", StringComparison.OrdinalIgnoreCase) || listener.Contains("submission", StringComparison.OrdinalIgnoreCase)
            : port != 0 ? false
            : null;
        return isSmtp switch
        {
            null => new UncountedLine("listenerId"),
            false => IgnoredLine.Instance,
            true => new AuthLineParts(keys.GetValueOrDefault("accountName") ?? keys.GetValueOrDefault("id"), keys.GetValueOrDefault("remoteIp"), type == "auth.success") { Protocol = "smtp" }.At(time),
        };
    }

    // Values are escaped, so that a name with quotation marks ends where it ends. The first one of a key counts.
    private static Dictionary<string, string> Keys(string text)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Key().Matches(text))
        {
            keys.TryAdd(match.Groups["key"].Value, match.Groups["text"].Success ? Escaped().Replace(match.Groups["text"].Value, "$1") : match.Groups["bare"].Value);
        }

        return keys;
    }

    private static string WithoutColours(string text) => text.Contains('\u001b', StringComparison.Ordinal) ? Colour().Replace(text, "") : text;

    [GeneratedRegex(@"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T\S+ )?(?:TRACE|DEBUG|INFO|WARN|ERROR) [^()=""]+ \((?<type>[a-z0-9-]+\.[a-z0-9.-]+)\) ?(?<keys>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(@"(?:, )?(?<key>[A-Za-z]+) = (?:""(?<text>(?:[^""\\]|\\.)*)""|(?<bare>[^,""]*))", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Key();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Escaped();

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();
}
