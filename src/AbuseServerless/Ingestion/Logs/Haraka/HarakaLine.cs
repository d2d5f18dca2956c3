using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>A line of Haraka's log in any of its three formats (<c>format</c> of <c>log.ini</c>), as its default has it: <c>[LEVEL] [UUID] [PART] SAID</c>.</summary>
/// <param name="Uuid">Of the session, with <c>.1</c> of its first transaction and <c>.1.1</c> of what goes to the first domain of that; empty where the line is of none.</param>
/// <param name="Part">What wrote it: <c>core</c>, <c>outbound</c> or a plugin.</param>
/// <param name="Said">The message, and behind it what else is told, as <c>name=value</c>.</param>
internal readonly partial record struct HarakaLine(string Uuid, string Part, string Said)
{
    /// <summary>The UUID of the session alone.</summary>
    public string Session => Uuid.Split('.')[0];

    /// <summary>Reads a line; false where it is none of Haraka's.</summary>
    public static bool TryRead(in LogEntry entry, out HarakaLine line)
    {
        line = default;
        if (entry.IsJson)
        {
            return entry.Message.Contains("\"origin\"", StringComparison.Ordinal) && TryJson(entry.Message.ToString(), out line);
        }

        if (!entry.Line.Contains("] [", StringComparison.Ordinal) && !entry.Line.Contains(" origin=", StringComparison.Ordinal))
        {
            return false;
        }

        var text = (entry.Program.IsEmpty ? entry.Text : entry.Message).Bounded();
        if (Default().Match(text) is { Success: true } found)
        {
            line = new HarakaLine(found.Groups["uuid"].Value, found.Groups["part"].Value, found.Groups["said"].Value);
            return true;
        }

        if (LogFmt().Match(text) is not { Success: true } written)
        {
            return false;
        }

        var said = written.Groups["said"].ValueSpan;
        if (said is not ['"', ..])
        {
            line = new HarakaLine(written.Groups["uuid"].Value, written.Groups["part"].Value, said.ToString());
            return true;
        }

        if (!Envelopes.LogFmt.TryQuoted(ref said, out var message))
        {
            return false;
        }

        line = new HarakaLine(written.Groups["uuid"].Value, written.Groups["part"].Value, $"{message}{said}".TrimStart(' '));
        return true;
    }

    private static bool TryJson(string text, out HarakaLine line)
    {
        line = default;
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.Text("uuid") is not { } uuid || root.Text("origin") is not { } part || root.Text("message") is not { } message || root.Text("level") is null || !Identity().IsMatch(uuid))
            {
                return false;
            }

            var said = new StringBuilder(message);
            foreach (var property in root.EnumerateObject())
            {
                if (property.Name is not ("level" or "uuid" or "origin" or "message"))
                {
                    said.Append(' ').Append(property.Name).Append('=').Append(Quoted(property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText()));
                }
            }

            line = new HarakaLine(uuid == "-" ? "" : uuid, part, said.ToString().TrimStart(' '));
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static string Quoted(string value) => value.Length == 0 || value.AsSpan().ContainsAny(" =\"") ? $"\"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : value;

    [GeneratedRegex(@"^(?:[a-z0-9._-]+ )?\[(?:DATA|PROTOCOL|DEBUG|INFO|NOTICE|WARN|ERROR|CRIT|ALERT|EMERG)\] \[(?:-|(?<uuid>[0-9A-Fa-f-]{36}(?:\.[0-9]+)*))\] \[(?<part>[^\]\s]*)\] +(?<said>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Default();

    [GeneratedRegex(
        @"^level=(?:DATA|PROTOCOL|DEBUG|INFO|NOTICE|WARN|ERROR|CRIT|ALERT|EMERG) uuid=(?:-|(?<uuid>[0-9A-Fa-f-]{36}(?:\.[0-9]+)*)) origin=(?<part>\S+) message=(?<said>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex LogFmt();

    [GeneratedRegex(@"^(?:-|[0-9A-Fa-f-]{36}(?:\.[0-9]+)*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Identity();
}
