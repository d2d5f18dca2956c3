using System.Text;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Puts together what containers write of a long line in parts, each stream's by itself.</summary>
internal sealed class PartialLines
{
    // Several times what any server writes; the rest of a longer one is passed over.
    private const int MaximumLineLength = 1 << 18;
    private const int MaximumStreams = 10_000;

    private readonly Dictionary<string, StringBuilder> _streams = new(StringComparer.Ordinal);

    /// <summary>Whether a line was begun and has not come to its end.</summary>
    public bool IsOpen => _streams.Count > 0;

    /// <summary>The whole line; null where this is not its end.</summary>
    public string? Add(ReadOnlySpan<char> stream, ReadOnlySpan<char> part, bool isEnd)
    {
        var known = _streams.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(stream, out var line);
        if (isEnd && !known)
        {
            return part.ToString();
        }

        if (!known)
        {
            if (_streams.Count >= MaximumStreams)
            {
                _streams.Clear();
            }

            _streams.Add(stream.ToString(), line = new StringBuilder());
        }

        line!.Append(part[..Math.Min(part.Length, MaximumLineLength - line.Length)]);
        if (!isEnd)
        {
            return null;
        }

        _streams.GetAlternateLookup<ReadOnlySpan<char>>().Remove(stream);
        return line.ToString();
    }
}
