using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>
/// Log records of OpenTelemetry as JSON (OTLP 1.x), as the file exporter of its collector writes them: <c>resourceLogs[].scopeLogs[].logRecords[]</c>. The body is a line, or an entry of the journal; what the
/// collector's syslog receiver has parsed stands in the attributes.
/// </summary>
internal static class Otlp
{
    /// <summary>The records, each as a shipper's JSON object; null where the object holds none.</summary>
    public static List<string>? Lines(JsonElement root) =>
        root.TryGetProperty("resourceLogs", out var resources) && resources.ValueKind == JsonValueKind.Array ? [.. resources.EnumerateArray().SelectMany(OfResource)] : null;

    private static IEnumerable<string> OfResource(JsonElement resource)
    {
        var host = resource.TryGetProperty("resource", out var described) ? Pairs(described, "attributes").GetValueOrDefault("host.name") : null;
        foreach (var record in Items(resource, "scopeLogs").SelectMany(scope => Items(scope, "logRecords")))
        {
            if (record.ValueKind == JsonValueKind.Object && record.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object)
            {
                yield return OfRecord(record, body, host);
            }
        }
    }

    private static List<JsonElement> Items(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static string OfRecord(JsonElement record, JsonElement body, string? host)
    {
        var attributes = Pairs(record, "attributes");
        var written = body.TryGetProperty("kvlistValue", out var list) ? Pairs(list, "values") : [];
        if (body.Text("stringValue") is { } text)
        {
            written["message"] = text;
        }

        if (attributes.TryGetValue("message", out var message) && attributes.TryGetValue("appname", out var program))
        {
            (written["message"], written["program"]) = (message, program);
            if (attributes.TryGetValue("proc_id", out var process))
            {
                written["procid"] = process;
            }
        }

        written.TryAdd("timestamp", (record.Text("timeUnixNano") is { Length: > 1 } time ? time : record.Text("observedTimeUnixNano")) ?? "");
        if ((attributes.GetValueOrDefault("hostname") ?? host) is { } name)
        {
            written.TryAdd("host", name);
        }

        written[JsonEnvelope.Table] = "OTLP";
        return JsonSerializer.Serialize(written);
    }

    // A list of keys and values, those that are text or numbers.
    private static Dictionary<string, string> Pairs(JsonElement element, string property)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var pair in list.EnumerateArray())
            {
                if (pair.Text("key") is { } key && pair.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object && (value.Text("stringValue") ?? value.Text("intValue")) is { } text)
                {
                    pairs.TryAdd(key, text);
                }
            }
        }

        return pairs;
    }
}
