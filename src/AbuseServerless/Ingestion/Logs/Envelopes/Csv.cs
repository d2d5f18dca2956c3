using System.Text;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Splits a row of RFC 4180.</summary>
internal static class Csv
{
    /// <summary>The values; a quotation mark inside of quotes is written twice.</summary>
    public static List<string> Split(string row, char separator = ',')
    {
        var values = new List<string>(9);
        Read(row, separator, values);
        return values;
    }

    /// <summary>Whether the row ends within quotes, so that it goes on in the next line.</summary>
    public static bool IsOpen(string row, char separator) => row.Contains('"', StringComparison.Ordinal) && Read(row, separator, []);

    private static bool Read(string row, char separator, List<string> values)
    {
        var value = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < row.Length; i++)
        {
            switch (row[i])
            {
                case '"' when isQuoted && i + 1 < row.Length && row[i + 1] == '"':
                    value.Append('"');
                    i++;
                    break;
                case '"' when isQuoted || value.Length == 0:
                    isQuoted = !isQuoted;
                    break;
                case var other when other == separator && !isQuoted:
                    values.Add(value.ToString());
                    value.Clear();
                    break;
                case var other:
                    value.Append(other);
                    break;
            }
        }

        values.Add(value.ToString());
        return isQuoted;
    }
}
