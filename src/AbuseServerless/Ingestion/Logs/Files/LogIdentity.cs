using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AbuseServerless.Ingestion.Logs.Envelopes;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>
/// What tells a log from others: a hash of its first line. Where that is one with which all such files begin (<c>#Software: Microsoft Exchange Server</c>, the header of a table, a bracket), it is the first line
/// with a time or a number of its own that tells.
/// </summary>
internal sealed partial class LogIdentity
{
    /// <summary>Lines within which a file tells it.</summary>
    public const int MaximumLines = 64;

    private static readonly SearchValues<char> Brackets = SearchValues.Create("[{ \t\uFEFF");
    private int _lines;

    /// <summary>The hash; null where no line has told yet.</summary>
    public string? Id { get; private set; }

    /// <summary>Takes the next line.</summary>
    public void Add(string line)
    {
        if (Id is null && _lines++ < MaximumLines && (_lines == 1 ? !IsShared(line) : Own().IsMatch(line) || _lines == MaximumLines))
        {
            Id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(line)), 0, 16);
        }
    }

    private static bool IsShared(string line) => line.Length > 0 && (line[0] == '#' || !line.AsSpan().ContainsAnyExcept(Brackets) || line.StartsWith("\uFEFF#", StringComparison.Ordinal) || CsvTable.IsHeader(line));

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{10}|[0-9a-f]{8}-[0-9a-f]{4}-|[0-9]{1,2}:[0-9]{2}:[0-9]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Own();
}
