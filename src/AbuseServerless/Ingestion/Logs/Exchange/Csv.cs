using System.Text;

namespace AbuseServerless.Ingestion.Logs.Exchange;

/// <summary>Splits a line of RFC 4180.</summary>
internal static class Csv
{
    /// <summary>The values; a quotation mark inside of quotes is written twice.</summary>
    public static List<string> Split(string line)
    {
        var values = new List<string>(9);
        var value = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when isQuoted && i + 1 < line.Length && line[i + 1] == '"':
                    value.Append('"');
                    i++;
                    break;
                case '"' when isQuoted || value.Length == 0:
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    values.Add(value.ToString());
                    value.Clear();
                    break;
                case var other:
                    value.Append(other);
                    break;
            }
        }

        values.Add(value.ToString());
        return values;
    }
}
