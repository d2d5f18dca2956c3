using System.Text;
using AbuseServerless.Ingestion.Logs.Envelopes;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>The encoding of the lines of a file: UTF-8, but for lines whose stamp begins with a month in an older one of Russian, Ukrainian, Bulgarian, Serbian, Greek or Thai.</summary>
internal sealed class LineEncoding
{
    private const int MaximumMonthLength = 12;

    // Those of which no letter of a month is one of ASCII; of the others, the ASCII letters are enough to tell the month.
    private static readonly Encoding[] Older = [.. new[] { "koi8-r", "windows-1251", "koi8-u", "iso-8859-5", "windows-1253", "iso-8859-7", "windows-874" }.Select(name => CodePagesEncodingProvider.Instance.GetEncoding(name)!)];

    private Encoding? _found;

    /// <summary>The text of a line. Bytes that are no text in its encoding become U+FFFD.</summary>
    public string Decode(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        if (line is not [>= 0x80, ..] || !text.AsSpan(0, Math.Min(text.Length, MaximumMonthLength)).Contains('\uFFFD') || line[..Math.Min(line.Length, MaximumMonthLength)].IndexOf((byte)' ') is not (> 0 and var end))
        {
            return text;
        }

        if (_found is null || !IsMonth(_found, line[..end]))
        {
            _found = null;
            foreach (var encoding in Older)
            {
                if (IsMonth(encoding, line[..end]))
                {
                    _found = encoding;
                    break;
                }
            }
        }

        return _found?.GetString(line) ?? text;
    }

    private static bool IsMonth(Encoding encoding, ReadOnlySpan<byte> word) => MonthNames.Find(encoding.GetString(word)) > 0;
}
