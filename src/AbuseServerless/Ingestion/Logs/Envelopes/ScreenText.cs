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
    private const int LongestStart = 40;

    private static readonly SearchValues<char> OfScreens = SearchValues.Create(Escape, Blank);

    /// <summary>The line without control sequences (ECMA-48), and with plain blanks where its first words have such as do not break.</summary>
    public static string Plain(string line)
    {
        if (!line.AsSpan().ContainsAny(OfScreens))
        {
            return line;
        }

        line = line.Contains(Escape, StringComparison.Ordinal) ? WithoutSequences(line) : line;
        return line.AsSpan(0, Math.Min(line.Length, LongestStart)).Contains(Blank) ? line.Replace(Blank, ' ') : line;
    }

    private static string WithoutSequences(string line)
    {
        var plain = new StringBuilder(line.Length);
        var text = line.AsSpan();
        while (text.IndexOf(Escape) is >= 0 and var start)
        {
            plain.Append(text[..start]);
            text = text[(start + LengthOf(text[start..]))..];
        }

        return plain.Append(text).ToString();
    }

    // ESC [ … LETTER; ESC ] … BEL or ESC \; ESC ( B and the like; ESC and a letter.
    private static int LengthOf(ReadOnlySpan<char> text) => text switch
    {
        [_, '[', ..] => text[2..].IndexOfAnyInRange('@', '~') is >= 0 and var end ? end + 3 : text.Length,
        [_, ']', ..] => text.IndexOf(Bell) is > 0 and var bell ? bell + 1 : text[1..].IndexOf(Escape) is >= 0 and var next ? Math.Min(text.Length, next + 3) : text.Length,
        [_, >= ' ' and <= '/', _, ..] => 3,
        [_, _, ..] => 2,
        _ => 1,
    };
}
