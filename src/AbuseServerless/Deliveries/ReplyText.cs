using System.Buffers;
using System.Text;

namespace AbuseServerless.Deliveries;

/// <summary>A remote server's reply as far as it may be kept: one line, of bounded length, and without the local part of any mail address.</summary>
public static class ReplyText
{
    /// <summary>Characters kept of a reply.</summary>
    public const int MaximumLength = 2048;

    /// <summary>Stands for a local part.</summary>
    public const char Mask = '…';

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("<>()[],;:\"@");

    /// <summary>Makes one line of the text, hides local parts and cuts it to <see cref="MaximumLength"/> characters. Null where nothing is left.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // What is cut off behind twice the length can be no part of what is kept.
        var clean = HideLocalParts(OneLine(text.AtMost(2 * MaximumLength)));
        return clean.Length == 0 ? null : clean.AtMost(MaximumLength);
    }

    /// <summary>
    /// The text with <see cref="Mask"/> in place of the local part of every mail address: <c>&lt;alice@example.jp&gt;</c> becomes <c>&lt;…@example.jp&gt;</c>, also where the at sign is
    /// percent-encoded.
    /// </summary>
    public static string HideLocalParts(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var hidden = new StringBuilder();
        var copied = 0;
        for (var at = NextAtSign(text, 0, out var length); at >= 0; at = NextAtSign(text, at + length, out length))
        {
            var start = StartOfLocalPart(text, copied, at);
            if (start < at && at + length < text.Length && !char.IsWhiteSpace(text[at + length]))
            {
                hidden.Append(text, copied, start - copied).Append(Mask);
                copied = at;
            }
        }

        return copied == 0 ? text : hidden.Append(text, copied, text.Length - copied).ToString();
    }

    private static int NextAtSign(string text, int from, out int length)
    {
        var plain = text.IndexOf('@', from);
        var encoded = text.IndexOf("%40", from, StringComparison.Ordinal);
        var isEncoded = encoded >= 0 && (plain < 0 || encoded < plain);
        length = isEncoded ? 3 : 1;
        return isEncoded ? encoded : plain;
    }

    private static int StartOfLocalPart(string text, int first, int at)
    {
        var start = at;
        if (start > first && text[start - 1] == '"')
        {
            start = OpeningQuote(text, first, start - 1);
        }

        while (start > first && !char.IsWhiteSpace(text[start - 1]) && !Delimiters.Contains(text[start - 1]))
        {
            start--;
        }

        return start;
    }

    // A quoted local part may hold anything, a quotation mark behind a backslash.
    private static int OpeningQuote(string text, int first, int closing)
    {
        for (var i = closing - 1; i >= first; i--)
        {
            if (text[i] == '"' && (i == first || text[i - 1] != '\\'))
            {
                return i;
            }
        }

        return closing;
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) && rune.Value is not (0x2028 or 0x2029))
            {
                line.Append(rune.ToString());
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().Trim();
    }
}
