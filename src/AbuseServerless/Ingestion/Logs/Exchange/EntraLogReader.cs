using System.Text;
using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Exchange;

/// <summary>
/// Reads sign-ins of Microsoft Entra ID, which are the logins of Exchange Online (<see cref="SignIn"/>): one object a line, an array or a page of Graph (<c>{"value":[…]}</c>), a message of diagnostic
/// settings (<c>{"records":[…]}</c>); on one line or indented over many.
/// </summary>
public sealed class EntraLogReader : ILogReader
{
    // An indented sign-in has some 10 KB; a page of 1,000 of them on one line is not gathered but read at once.
    private const int MostGathered = 4 * 1024 * 1024;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly StringBuilder _gathered = new();
    private int _depth;
    private bool _isInArray;

    /// <summary>Sign-ins of Microsoft Entra ID.</summary>
    public static LogFormat Format { get; } = new("entra", "Exchange Online (Entra sign-ins)", LogTells.Logins | LogTells.FailedLogins, _ => new EntraLogReader());

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        var line = entry.Line.AsSpan().Trim();
        if (_gathered.Length > 0)
        {
            return Gather(line);
        }

        switch (line)
        {
            case ['[']:
                _isInArray = true;
                return IgnoredLine.Instance;
            case [']', ..] when _isInArray && line.Length <= 2:
                _isInArray = false;
                return IgnoredLine.Instance;
            case ['{', ..] when _isInArray || line.Length == 1:
                return Gather(line);
            case ['{', ..] or ['[', '{', ..] when line.Contains("serPrincipalName", StringComparison.Ordinal):
                return Parse(line.ToString()) ?? ForeignLine.Instance;
            default:
                return ForeignLine.Instance;
        }
    }

    // An object of several lines ends where its last bracket closes.
    private LogLine Gather(ReadOnlySpan<char> line)
    {
        _gathered.Append('\n').Append(line);
        _depth += Depth(line);
        if (_depth > 0 && _gathered.Length <= MostGathered)
        {
            return IgnoredLine.Instance;
        }

        var text = _gathered.ToString();
        var isWhole = _depth == 0;
        _gathered.Clear();
        _depth = 0;
        return isWhole ? Parse(text) ?? IgnoredLine.Instance : UnreadLine.Instance;
    }

    // How many more brackets a line opens than it closes. A text ends on its line.
    private static int Depth(ReadOnlySpan<char> line)
    {
        var (depth, isText) = (0, false);
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '\\' when isText:
                    i++;
                    break;
                case '"':
                    isText = !isText;
                    break;
                case '{' or '[' when !isText:
                    depth++;
                    break;
                case '}' or ']' when !isText:
                    depth--;
                    break;
            }
        }

        return depth;
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
