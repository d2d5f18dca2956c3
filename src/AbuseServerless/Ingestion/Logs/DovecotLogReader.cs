using System.Text.Json;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>
/// Reads what Dovecot says about AUTH requests, one JSON object a line: <c>auth_request_finished</c> of the event exporter,
/// bare or behind the prefix of the log (<c>2026-11-24T16:57:00 stats: Info: {…}</c>); <c>report</c> requests of the
/// auth-policy protocol, as bodies; and either inside a captured HTTP request,
/// <c>{"t":1795539420.147,"request_line":"POST /policy?command=report HTTP/1.1","body_raw":"…"}</c>.
/// </summary>
/// <remarks>
/// <para>Only SMTP counts: where a line names another service than <c>smtp</c> or <c>submission</c>, it is ignored.</para>
/// <para>
/// Ignored too are <c>allow</c> requests (Dovecot asks several times per login), requests that the policy server refused
/// (the refusal would otherwise be evidence for itself) and failed requests without a login name.
/// </para>
/// <para>A file that holds both the events and the reports of one server tells of each request twice.</para>
/// </remarks>
public sealed partial class DovecotLogReader : ILogReader
{
    private readonly DateTimeOffset _received;

    /// <param name="received">
    /// The time given to a report that has none: Dovecot sends none, so a bare body has the time of its receipt.
    /// </param>
    public DovecotLogReader(DateTimeOffset received) => _received = received;

    /// <inheritdoc/>
    public LogLine Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var brace = line.IndexOf('{', StringComparison.Ordinal);
        return brace >= 0 && Prefix().IsMatch(line.AsSpan(0, brace))
            ? ReadObject(line.AsMemory(brace), _received, inCapture: false)
            : IgnoredLine.Instance;
    }

    private static LogLine ReadObject(ReadOnlyMemory<char> json, DateTimeOffset received, bool inCapture)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root switch
            {
                { ValueKind: not JsonValueKind.Object } => IgnoredLine.Instance,
                _ when !inCapture && root.TryGetProperty("request_line", out var request) => ReadCapture(root, request, received),
                _ when root.TryGetProperty("event", out var name) => DovecotAuthEvent.Read(root, name),
                _ when root.TryGetProperty("login", out _) => PolicyReport.Read(root, received),
                _ => IgnoredLine.Instance,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // InvalidOperationException: an escape that stands for half a surrogate pair. ArgumentException: half of one as it is.
            return new MalformedLine("Not one JSON object.");
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

        return CapturedJson.TryReadTime(capture, out var time)
            ? ReadObject(body.GetString()!.AsMemory(), time ?? received, inCapture: true)
            : new MalformedLine("t is not a time.");
    }

    // A name of an account comes behind an opening parenthesis in Dovecot's lines, so that none can pass for this prefix.
    [GeneratedRegex(@"^\uFEFF?(?:[^\s(]+[ ]+){0,6}?(?:stats(?:\(\d+\))?:[ ](?:Info:[ ])?)$|^\uFEFF?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    // Dovecot appends ?command=… whatever the URL, so that it may follow a query.
    [GeneratedRegex(@"[?&]command=([A-Za-z]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
