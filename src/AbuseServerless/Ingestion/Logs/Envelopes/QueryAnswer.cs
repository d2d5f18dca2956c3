using System.Buffers;
using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>
/// One JSON object in which a store of logs answers a query: Elasticsearch and OpenSearch (<c>hits.hits</c>), Graylog (<c>messages[].message</c>), CloudWatch (<c>events</c>; <c>logEvents</c> of a subscription) and Loki
/// (<c>data.result[].values</c>); or records of OpenTelemetry (<see cref="Otlp"/>).
/// </summary>
internal static class QueryAnswer
{
    private static readonly SearchValues<string> Names = SearchValues.Create(["\"hits\"", "\"messages\"", "\"events\"", "\"logEvents\"", "\"result\"", "\"resourceLogs\""], StringComparison.Ordinal);

    /// <summary>The lines in it, wrapped or not, in the order of time; null where it is no such answer.</summary>
    public static IReadOnlyList<string>? Split(string line)
    {
        if (line is not ['{', ..] || !line.AsSpan().ContainsAny(Names))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return Lines(document.RootElement) is { Count: > 0 } lines ? JsonEnvelope.InOrder(lines) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    private static List<string>? Lines(JsonElement root) =>
        Array(root, "hits", "hits") is { } hits ? [.. hits.Select(hit => hit.GetRawText())]
        : Array(root, "messages") is { } messages ? [.. messages.Select(message => message.GetProperty("message").GetRawText())]
        : Array(root, "events") is { } events ? [.. events.Select(found => found.GetRawText())]
        : Array(root, "logEvents") is { } logEvents ? [.. logEvents.Select(found => found.GetRawText())]
        : Array(root, "data", "result") is { } streams ? [.. streams.SelectMany(stream => stream.GetProperty("values").EnumerateArray()).OrderBy(value => value[0].GetString(), StringComparer.Ordinal).Select(Value)]
        : Otlp.Lines(root);

    // [TIME, LINE]: the year is of the time of Loki where the line has none.
    private static string Value(JsonElement value) => value[1].GetString() is var line && Stamp.TryRead(line, out var time, out _, out _) && time.Year == 0
        ? JsonSerializer.Serialize(new Dictionary<string, string> { [JsonEnvelope.Table] = "Loki", ["timestamp"] = value[0].GetString()!, ["line"] = line! })
        : line!;

    private static JsonElement.ArrayEnumerator? Array(JsonElement root, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out root))
            {
                return null;
            }
        }

        return root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : null;
    }
}
