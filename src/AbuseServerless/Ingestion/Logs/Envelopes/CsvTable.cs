using System.Text;
using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>
/// A table (RFC 4180) into which a store of logs has exported lines, as Graylog, Kibana, Splunk and Log Analytics do, or the sign-ins of Entra: its header names the columns. Each row becomes the JSON
/// object that the same store would have given.
/// </summary>
internal sealed class CsvTable
{
    // A row is a line of a log and some words beside it.
    private const int MaximumRowLength = 1 << 18;

    private static readonly char[] Separators = [',', ';', '\t'];
    private readonly StringBuilder _row = new();
    private bool _hasBegun;
    private string? _header;
    private char _separator;
    private string?[] _columns = [];

    /// <summary>Whether a row was begun and has not come to its end.</summary>
    public bool IsOpen => _row.Length > 0;

    /// <summary>Begins another file.</summary>
    public void Begin()
    {
        (_hasBegun, _header) = (false, null);
        Close();
    }

    /// <summary>Takes over the header of the same file, for where it is read from the middle on.</summary>
    public void Learn(CsvTable first) => (_header, _separator, _columns) = (first._header, first._separator, first._columns);

    /// <summary>Forgets the row that was begun.</summary>
    public void Close() => _row.Clear();

    /// <summary>Takes a line that is a part of a table.</summary>
    /// <param name="line">The line.</param>
    /// <param name="row">The row that is whole now, as a JSON object; null where none is.</param>
    /// <returns>False where the file is no such table, or the row has another number of columns.</returns>
    public bool TryAdd(string line, out string? row)
    {
        row = null;
        if (!_hasBegun && line.Length > 0)
        {
            // Excel's word for the separator.
            if (line.StartsWith("sep=", StringComparison.Ordinal))
            {
                return true;
            }

            _hasBegun = true;
            if (line == _header || (_header is null && TryHeader(line, out _header, out _separator, out _columns)))
            {
                return true;
            }
        }

        if (_header is null)
        {
            return false;
        }

        _row.Append(_row.Length > 0 ? "\n" : "").Append(line);
        var text = _row.ToString();
        if (Csv.IsOpen(text, _separator) && text.Length <= MaximumRowLength)
        {
            return true;
        }

        _row.Clear();
        var values = Csv.Split(text, _separator);
        row = values.Count == _columns.Length ? Json(values) : null;
        return row is not null;
    }

    /// <summary>Whether a line names the columns of such a table.</summary>
    public static bool IsHeader(string line) => TryHeader(line, out _, out _, out _);

    private static bool TryHeader(string line, out string? header, out char separator, out string?[] columns)
    {
        (header, separator, columns) = (null, default, []);
        var text = line.TrimStart('\uFEFF');
        if (text.Length > 8192 || text is not [>= 'A' and <= 'z' or '"' or '@', ..])
        {
            return false;
        }

        separator = Array.Find(Separators, text.Contains);
        columns = CsvColumns.Of(Csv.Split(text, separator == default ? ',' : separator));
        header = columns.Length > 0 ? line : null;
        return header is not null;
    }

    private string Json(List<string> values)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal) { [JsonEnvelope.Table] = "CSV" };
        for (var i = 0; i < values.Count; i++)
        {
            if (_columns[i] is { } column && values[i].Trim() is { Length: > 0 } value && value != "-" && CsvColumns.Property(column, value) is var (name, said))
            {
                found.TryAdd(name, said);
            }
        }

        return JsonSerializer.Serialize(found);
    }
}
