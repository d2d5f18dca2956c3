using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Exchange;

/// <summary>
/// Reads sign-ins of Microsoft Entra ID, which are the logins of Exchange Online (<see cref="SignIn"/>): one object a line, an array or a page of Graph (<c>{"value":[…]}</c>), a message of diagnostic
/// settings (<c>{"records":[…]}</c>); on one line or indented over many.
/// </summary>
public sealed class EntraLogReader : ILogReader
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Sign-ins of Microsoft Entra ID.</summary>
    public static LogFormat Format { get; } = new("entra", "Exchange Online (Entra sign-ins)", LogTells.Logins | LogTells.FailedLogins, _ => new EntraLogReader());

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        var line = entry.Line.AsSpan().Trim();
        return line is ['{', ..] or ['[', '{', ..] && line.Contains("serPrincipalName", StringComparison.Ordinal) ? Parse(line.ToString()) ?? ForeignLine.Instance : ForeignLine.Instance;
    }

    private static LogLine? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.TrimEnd().TrimEnd(','), Lenient);
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Array ? root : root.Property("value") ?? root.Property("records");
            if (list is not { ValueKind: JsonValueKind.Array } records)
            {
                return SignIn.Read(root);
            }

            LogLine[] lines = [.. records.EnumerateArray().Select(SignIn.Read).OfType<LogLine>()];
            LogLine[] events = [.. lines.SelectMany(line => line.Events)];
            return lines.Length == 0 ? null : events.Length > 0 ? SeveralLines.Of(events) : lines[0];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
