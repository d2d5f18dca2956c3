using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>A line that a journal, a container runtime or a log shipper has put into a JSON object. Servers' own JSON is none.</summary>
/// <param name="Kind">What wrapped it, as people call it.</param>
/// <param name="Message">The line or message, without its end.</param>
internal sealed record JsonEnvelope(string Kind, string Message)
{
    private static readonly string[] Messages = ["MESSAGE", "message", "log", "msg", "full_message", "short_message", "textPayload", "line", "_raw", "full_log", "SyslogMessage", "Message", "event.original", "event"];

    // Docker parts longer lines, whose parts have these bytes each.
    private const int MaximumDockerLength = 16 * 1024;

    private static readonly SearchValues<string> Named = SearchValues.Create([.. Messages.Append("original").Select(name => $"\"{name}\"")], StringComparison.Ordinal);
    private static readonly string[] Programs = ["SYSLOG_IDENTIFIER", "program", "PROGRAM", "ident", "appname", "app-name", "syslogtag", "programname", "_program", "_application_name", "application_name", "ProcessName", "SourceName", "process.name", "SysLogTag"];
    private static readonly string[] Tags = ["tag", "TAG", "syslog-tag", "syslog_tag"];
    private static readonly string[] Processes = ["SYSLOG_PID", "_PID", "pid", "PID", "procid", "_process_id", "process_id", "ProcessID", "process.pid"];
    private static readonly string[] Hosts = ["_HOSTNAME", "host", "hostname", "HOST", "HOSTNAME", "source", "Computer", "Hostname", "host.name", "FromHost"];
    private static readonly string[] Times = ["__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP", "@timestamp", "timestamp", "time", "timegenerated", "timereported", "ISODATE", "DATE", "date", "ts", "_time", "TimeGenerated", "EventTime", "DeviceReportedTime", "ReceivedAt"];

    /// <summary>What lines of the journal and of Docker are called.</summary>
    public const string Journal = "journal JSON", Docker = "Docker JSON";

    /// <summary>The property of an object that was a row of a table: what the table is.</summary>
    public const string Table = "_table";

    /// <summary>When; null where the object does not say.</summary>
    public WrittenTime? Time { get; private init; }

    /// <summary>The host.</summary>
    public string? Host { get; private init; }

    /// <summary>The tag; null where the message still has it.</summary>
    public string? Program { get; private init; }

    /// <summary>Number of the process.</summary>
    public string? Process { get; private init; }

    /// <summary>Whether the line goes on in the next object; null where lines are never parted.</summary>
    public bool? IsPart { get; private init; }

    /// <summary>The stream that it is a part of.</summary>
    public string? Stream { get; private init; }

    /// <summary>False where the object wraps no line.</summary>
    public static bool TryRead(string line, out JsonEnvelope envelope)
    {
        envelope = null!;
        if (!line.AsSpan().ContainsAny(Named))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(Inner(document.RootElement), document.RootElement) is { } read && (envelope = read) is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    // A line that Elastic's agents kept as it came, and nothing else of it.
    private static JsonElement Original(JsonElement root, JsonElement written) => JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>
    {
        ["message"] = written.GetProperty("original"),
        ["@timestamp"] = root.TryGetProperty("@timestamp", out var time) ? time : default,
    }.Where(property => property.Value.ValueKind != JsonValueKind.Undefined).ToDictionary());

    // What Elasticsearch, Kibana, Google and Splunk put into an object once more.
    private static JsonElement Inner(JsonElement root) =>
        root.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty("message", out var list) && list.ValueKind == JsonValueKind.Array ? fields
        : root.TryGetProperty("jsonPayload", out var payload) && payload.ValueKind == JsonValueKind.Object && !root.TryGetProperty("textPayload", out _) ? payload
        : root.TryGetProperty("_source", out var source) && source.ValueKind == JsonValueKind.Object ? source
        : root.TryGetProperty("event", out var written) && written.ValueKind == JsonValueKind.Object && written.TryGetProperty("original", out _) && !root.TryGetProperty("message", out _) ? Original(root, written)
        : root.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object && result.TryGetProperty("_raw", out _) ? result
        : root;

    /// <summary>The lines of an array of such objects, as mailcow's log API gives them, in the order of time; null where it is none.</summary>
    public static IReadOnlyList<string>? Split(string array)
    {
        try
        {
            using var document = JsonDocument.Parse(array);
            var lines = document.RootElement.EnumerateArray().Select(item => item.GetRawText()).ToList();
            return lines.Count > 0 && TryRead(lines[0], out _) ? InOrder(lines) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Such objects in the order of time: mailcow gives the newest first.</summary>
    public static IReadOnlyList<string> InOrder(IReadOnlyList<string> objects) =>
        objects.Count > 1 && TryRead(objects[0], out var first) && TryRead(objects[^1], out var last)
        && first.Time is { Year: > 0 } begin && last.Time is { Year: > 0 } end
        && (begin.Year, begin.Month, begin.Day, begin.TimeOfDay).CompareTo((end.Year, end.Month, end.Day, end.TimeOfDay)) > 0
            ? [.. objects.Reverse()]
            : objects;

    private static JsonEnvelope? Read(JsonElement root, JsonElement outer)
    {
        if (First(root, Messages, ReadMessage) is not { } message)
        {
            return null;
        }

        // Of other objects with a message it is known by its program, or by the line in it.
        var isDocker = root.TryGetProperty("log", out _) && root.TryGetProperty("stream", out _);
        var isJournal = root.TryGetProperty("__REALTIME_TIMESTAMP", out _) || root.TryGetProperty("_BOOT_ID", out _);
        var program = isDocker ? null : First(root, Programs, Text)?.TrimEnd(':');
        var process = First(root, Processes, Text);

        // rsyslog's; a shipper's own tag is no program's.
        program ??= !isDocker && First(root, Tags, Text) is [.. var tag, ':'] ? tag : null;
        if (program is null && isJournal)
        {
            program = Text(root, "_COMM");
        }

        // A container's line of Docker's and Podman's journal driver has its own envelope.
        program = isJournal && root.TryGetProperty("CONTAINER_NAME", out _) && Stamp.TryRead(message, out _, out _, out _) ? null : program;

        // Elastic's common schema.
        if (program is null && !isDocker && root.TryGetProperty("log", out var log) && log.ValueKind == JsonValueKind.Object && log.TryGetProperty("syslog", out var syslog) && syslog.ValueKind == JsonValueKind.Object)
        {
            (program, process) = (syslog.Text("appname"), process ?? Text(syslog, "procid"));
        }

        if (!isDocker && root.TryGetProperty("process", out var named) && named.ValueKind == JsonValueKind.Object)
        {
            program ??= named.Text("name");
            process ??= Text(named, "pid");
        }

        if (program?.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket)
        {
            (program, process) = (program[..bracket], program[(bracket + 1)..].TrimEnd(']'));
        }

        // A message that has its tag, or all of its envelope, within.
        // A time with its year, of the object around it too, before one that has none.
        var time = First(root, Times, ReadWholeTime) ?? First(outer, Times, ReadWholeTime) ?? First(root, Times, ReadTime);
        if (program is null && !isDocker && !Stamp.TryRead(message, out _, out _, out _) && message is not ['<', ..] && (time is null || !IsTagged(message)))
        {
            return null;
        }

        var kind = isJournal ? Journal : isDocker ? Docker : root.TryGetProperty(Table, out var table) ? table.GetString()! : "JSON";
        var line = message.TrimEnd('\n', '\r').ReplaceLineEndings(" ");

        // rsyslog's msg begins with the blank behind the tag.
        return new JsonEnvelope(kind, program is null ? line : line.TrimStart(' '))
        {
            Time = time,
            Host = First(root, Hosts, Text),
            Program = program,
            Process = process,
            IsPart = isDocker ? (Text(root, "logtag") ?? Text(root, "_p")) is { } mark ? mark == "P" : !message.EndsWith('\n') && Encoding.UTF8.GetByteCount(message) >= MaximumDockerLength : null,
            Stream = isDocker ? Text(root, "stream") : null,
        };
    }

    // TAG[PROCESS]: MESSAGE, with or without a host before it, as Graylog keeps lines.
    private static bool IsTagged(ReadOnlySpan<char> message) =>
        (SyslogTag.TryRead(message, out _, out var process, out _) && process.Length > 0)
        || (message.IndexOf(' ') is > 0 and var blank && message[blank - 1] != ':' && SyslogTag.TryRead(message[(blank + 1)..], out _, out process, out _) && process.Length > 0);

    private static T? First<T>(JsonElement root, string[] names, Func<JsonElement, string, T?> read)
    {
        foreach (var name in names)
        {
            if (root.TryGetProperty(name, out _) && read(root, name) is { } value)
            {
                return value;
            }
        }

        return default;
    }

    private static string? Text(JsonElement root, string name) => !root.TryGetProperty(name, out var found) ? null : Single(found) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } value ? value : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { ValueKind: JsonValueKind.Object } inner when inner.TryGetProperty("name", out var named) && named.ValueKind == JsonValueKind.String => named.GetString(),
        { ValueKind: JsonValueKind.Object } inner when inner.TryGetProperty("hostname", out var named) && named.ValueKind == JsonValueKind.String => named.GetString(),
        _ => null,
    };

    // Kibana has a list for each field.
    private static JsonElement Single(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.String ? value[0] : value;

    // The journal writes what is not UTF-8, or holds control characters, as an array of bytes.
    private static string? ReadMessage(JsonElement root, string name) => Single(root.GetProperty(name)) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } bytes when bytes.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetByte(out _)) =>
            Encoding.UTF8.GetString([.. bytes.EnumerateArray().Select(item => item.GetByte())]),
        _ => null,
    };

    private static WrittenTime? ReadWholeTime(JsonElement root, string name) => ReadTime(root, name) is { Year: > 0 } time ? time : null;

    private static WrittenTime? ReadTime(JsonElement root, string name)
    {
        var value = Single(root.GetProperty(name));
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "";
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            // Seconds, or thousandths of them down to nanoseconds.
            while (number > 100_000_000_000m)
            {
                number /= 1000;
            }

            return WrittenTime.At(DateTimeOffset.FromUnixTimeMilliseconds((long)(number * 1000)));
        }

        return Stamp.TryRead(text, out var time, out _, out var length) && length == text.Length ? time : null;
    }
}
