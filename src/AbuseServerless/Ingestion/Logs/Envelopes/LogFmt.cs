using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>
/// Makes a JSON object of a line of logfmt, <c>ts=2026-11-24T01:01:00Z level=info msg="…"</c>, as Grafana's agents and many programs write it: the same that such a shipper would write as JSON. It is one
/// only where a time stands first.
/// </summary>
internal static class LogFmt
{
    private const int MaximumPairs = 64;

    // Of \uXXXX.
    private const int HexadecimalDigits = 4;

    private static readonly string[] Times = ["ts=", "time=", "timestamp="];

    /// <summary>The object; null where the line is no such one.</summary>
    public static string? ToJson(ReadOnlySpan<char> line)
    {
        if (!IsBegin(line))
        {
            return null;
        }

        var pairs = new Dictionary<string, string>(StringComparer.Ordinal) { [JsonEnvelope.Table] = "logfmt" };
        for (var rest = line.TrimEnd(); !rest.IsEmpty; rest = rest.TrimStart(' '))
        {
            var equals = rest.IndexOf('=');
            if (equals < 1 || rest[..equals].ContainsAny(" \"") || pairs.Count > MaximumPairs)
            {
                return null;
            }

            var name = rest[..equals].ToString();
            rest = rest[(equals + 1)..];
            if (rest is ['"', ..])
            {
                if (!TryQuoted(ref rest, out var quoted))
                {
                    return null;
                }

                pairs.TryAdd(name, quoted);
                continue;
            }

            var blank = rest.IndexOf(' ');
            pairs.TryAdd(name, (blank < 0 ? rest : rest[..blank]).ToString());
            rest = blank < 0 ? default : rest[blank..];
        }

        return JsonSerializer.Serialize(pairs);
    }

    /// <summary>Whether a time stands first.</summary>
    public static bool IsBegin(ReadOnlySpan<char> line)
    {
        if (line is not ['t', ..])
        {
            return false;
        }

        foreach (var time in Times)
        {
            if (line.StartsWith(time, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a value in quotation marks, up to the next one without a backslash before it, and a blank or the end behind that. Escapes are those of Go and JSON.</summary>
    /// <param name="rest">The line from the first mark on; then what stands behind the last.</param>
    /// <param name="value">What it stands for.</param>
    public static bool TryQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                rest = rest[(i + 1)..];
                value = text.ToString();
                return rest is [] or [' ', ..];
            }

            if (rest[i] != '\\' || i + 1 == rest.Length)
            {
                text.Append(rest[i]);
                continue;
            }

            i++;
            if (rest[i] == 'u' && rest.Length > i + HexadecimalDigits && ushort.TryParse(rest.Slice(i + 1, HexadecimalDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                i += HexadecimalDigits;
                continue;
            }

            text.Append(rest[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
        }

        value = "";
        return false;
    }
}
