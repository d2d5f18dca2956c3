using System.Text.Json;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Dovecot;

/// <summary>Reads the JSON objects by which Dovecot tells of AUTH requests.</summary>
internal static partial class DovecotJson
{
    public const string NoObject = "Not one JSON object.";

    /// <summary><see cref="ForeignLine"/> where it is an object of something else.</summary>
    /// <param name="json">The object.</param>
    /// <param name="received">The time of a report that has none.</param>
    public static LogLine Read(ReadOnlyMemory<char> json, DateTimeOffset received) => Read(json, received, inCapture: false);

    private static LogLine Read(ReadOnlyMemory<char> json, DateTimeOffset received, bool inCapture)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root switch
            {
                { ValueKind: not JsonValueKind.Object } => ForeignLine.Instance,
                _ when !inCapture && root.TryGetProperty("request_line", out var request) => ReadCapture(root, request, received),
                _ when root.TryGetProperty("event", out var name) && (root.TryGetProperty("fields", out _) || name.ValueKind == JsonValueKind.String && name.ValueEquals("auth_request_finished"u8)) =>
                    DovecotAuthEvent.Read(root, name),
                _ when root.TryGetProperty("login", out _) => PolicyReport.Read(root, received),
                _ => ForeignLine.Instance,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // InvalidOperationException: an escape that stands for half a surrogate pair. ArgumentException: half of one as it is.
            return new MalformedLine(NoObject);
        }
    }

    private static LogLine ReadCapture(JsonElement capture, JsonElement request, DateTimeOffset received)
    {
        if (request.ValueKind != JsonValueKind.String || !capture.TryGetProperty("body_raw", out var body) || body.ValueKind != JsonValueKind.String)
        {
            return new MalformedLine("A captured request without request_line or body_raw.");
        }

        var command = Command().Match(request.GetString()!).Groups[1].Value;
        if (command is not ("" or "report"))
        {
            return IgnoredLine.Instance;
        }

        if (!CapturedJson.TryReadTime(capture, out var time))
        {
            return new MalformedLine("t is not a time.");
        }

        return Read(body.GetString()!.AsMemory(), time ?? received, inCapture: true) switch
        {
            ForeignLine => IgnoredLine.Instance,
            MalformedLine { Reason: NoObject } => new MalformedLine("The body of a captured request is not one JSON object."),
            var line => line,
        };
    }

    // Dovecot appends ?command=… whatever the URL, so that it may follow a query.
    [GeneratedRegex(@"[?&]command=([A-Za-z]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
