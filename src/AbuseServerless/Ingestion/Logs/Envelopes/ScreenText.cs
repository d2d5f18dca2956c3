using System.Buffers;
using System.Text;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Text that was copied from a screen: programs colour it (<c>grep --color=always</c>, <c>journalctl</c>, <c>docker compose</c>), and browsers write blanks that do not break.</summary>
internal static class ScreenText
{
    private const char Escape = '\u001b';
    private const char Bell = '\u0007';
    private const char Blank = '\u00a0';

    // A stamp and a host's name.
    private const int MaximumStartLength = 40;

    private static readonly SearchValues<char> OfColours = SearchValues.Create("0123456789;:");
    private static readonly SearchValues<char> OfScreens = SearchValues.Create(Escape, Blank);

    /// <summary>The line without colours, marks of links and of character sets (ECMA-48), and with plain blanks where its first words have such as do not break.</summary>
    public static string Plain(string line)
    {
        if (!line.AsSpan().ContainsAny(OfScreens))
        {
            return line;
        }

        line = line.Contains(Escape, StringComparison.Ordinal) ? WithoutSequences(line) : line;
        return line.AsSpan(0, Math.Min(line.Length, MaximumStartLength)).Contains(Blank) ? line.Replace(Blank, ' ') : line;
    }

    private static string WithoutSequences(string line)
    {
        var plain = new StringBuilder(line.Length);
        var text = line.AsSpan();
        while (text.IndexOf(Escape) is >= 0 and var start)
        {
            var length = LengthOf(text[start..]);
            plain.Append(text[..(start + Math.Max(0, 1 - length))]);
            text = text[(start + Math.Max(1, length))..];
        }

        return plain.Append(text).ToString();
    }

    // Colours and the rest of a line, character sets, links: what programs write around what they print. Anything else may be a client's and stays; 0 for it.
    private static int LengthOf(ReadOnlySpan<char> text) => text switch
    {
        [_, '[', ..] when text[2..].IndexOfAnyExcept(OfColours) is >= 0 and var end && text[2 + end] is 'm' or 'K' => end + 3,
        [_, '(', 'B', ..] => 3,
        [_, ']', '8', ';', ..] when text[1..].IndexOfAny(Bell, Escape) is >= 0 and var end && (text[1 + end] == Bell || text[(2 + end)..] is ['\\', ..]) => text[1 + end] == Bell ? end + 2 : end + 3,
        _ => 0,
    };
}
