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

    // RFC 5321, 4.5.3.1: 64 octets, the at sign, 255 octets.
    private const int MaximumAddressLength = 320;

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("<>()[],;:\"@");

    /// <summary>Makes one line of the text, hides local parts and cuts it to <see cref="MaximumLength"/> characters. Null where nothing is left.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // Hidden text is shorter, so that what ends here may well be kept.
        var clean = HideLocalParts(OneLine(text.Length <= 2 * MaximumLength ? text : WithoutUnfinishedEnd(text.AtMost(2 * MaximumLength))));

        // A mask may come to stand beside another, or begin a local part that did not end before. Each time there is less left to hide.
        while (HideLocalParts(clean) is var again && again != clean)
        {
            clean = again;
        }

        return clean.Length == 0 ? null : clean.AtMost(MaximumLength);
    }

    /// <summary>
    /// The text without what may be the beginning of an address, for a text that was cut off: from the last <c>&lt;</c> without its <c>&gt;</c>, or else the last word, but not what a <c>&gt;</c> has ended.
    /// What is longer than an address can be stays.
    /// </summary>
    public static string WithoutUnfinishedEnd(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // A quoted local part may hold a bracket, so that the bracket ends nothing before the quotation does.
        var start = text.LastIndexOf("<\"", StringComparison.Ordinal);
        if (start >= 0 && text.IndexOf("\"@", start + 2, StringComparison.Ordinal) < 0)
        {
            return Cut(start);
        }

        start = text.LastIndexOf('<');
        if (start < 0 || text.IndexOf('>', start) >= 0)
        {
            start = text.Length;
            while (start > 0 && !char.IsWhiteSpace(text[start - 1]) && text[start - 1] != '>')
            {
                start--;
            }
        }

        return Cut(start);

        string Cut(int at) => text.Length - at <= MaximumAddressLength ? text[..at] : text;
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
        var (plain, encoded) = (-1, -1);
        for (var from = 0; NextAtSign(text, from, ref plain, ref encoded) is var (at, length); from = at + length)
        {
            // Nothing is looked at twice: a search for the beginning that succeeds moves what is copied up to here.
            if (at + length == text.Length || char.IsWhiteSpace(text[at + length]))
            {
                continue;
            }

            var start = StartOfLocalPart(text, copied, at);
            if (start < at)
            {
                hidden.Append(text, copied, start - copied).Append(Mask);
                copied = at;
            }
        }

        return copied == 0 ? text : hidden.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>
    /// The text with <see cref="Mask"/> in place of a recipient's local part where it stands alone: <c>&lt;bob&gt;</c>, <c>"bob"</c>, <c>'bob'</c>, <c>(bob)</c>, <c>[bob]</c> and <c>bob...</c>. A name by
    /// itself stays: it may be a word of the reply.
    /// </summary>
    public static string? WithoutName(string? reply, string recipient)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        var at = recipient.LastIndexOf('@');
        var name = (at < 0 ? recipient : recipient[..at]).Trim('"');
        if (reply is null || name.Length < 2)
        {
            return reply;
        }

        var hidden = new StringBuilder();
        var copied = 0;
        for (var i = reply.IndexOf(name, StringComparison.OrdinalIgnoreCase); i >= 0; i = reply.IndexOf(name, i + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = i + name.Length;
            var enclosed = i > 0 && end < reply.Length && (reply[i - 1], reply[end]) is ('<', '>') or ('"', '"') or ('\'', '\'') or ('(', ')') or ('[', ']');
            if (i >= copied && (enclosed || (reply.AsSpan(end).StartsWith("...") && (i == 0 || reply[i - 1] == ' '))))
            {
                hidden.Append(reply, copied, i - copied).Append(Mask);
                copied = end;
            }
        }

        return copied == 0 ? reply : hidden.Append(reply, copied, reply.Length - copied).ToString();
    }

    // Each kind is searched for only behind the one that was found last.
    private static (int At, int Length)? NextAtSign(string text, int from, ref int plain, ref int encoded)
    {
        plain = plain < from ? Next(text.IndexOf('@', from)) : plain;
        encoded = encoded < from ? Next(text.IndexOf("%40", from, StringComparison.Ordinal)) : encoded;
        return plain < encoded ? (plain, 1) : encoded < plain ? (encoded, 3) : null;

        static int Next(int found) => found < 0 ? int.MaxValue : found;
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
