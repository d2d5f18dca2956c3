using System.Globalization;
using System.Text;

namespace AbuseServerless.Report.Page;

/// <summary>Text from outside, as it can be shown: what cannot be seen, or turns the direction of what follows, is spelled out.</summary>
internal static class ShownText
{
    /// <summary>Makes a text visible.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">Characters to show, from 2; of a longer text the middle is left out.</param>
    public static string Of(string text, int most)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                shown.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return Shorten(shown.ToString(), most);
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        && rune.Value is not ('\n' or '\t' or ZeroWidthJoiner);

    // Part of many emoji.
    private const int ZeroWidthJoiner = 0x200D;

    private static string Shorten(string text, int most)
    {
        var elements = StringInfo.ParseCombiningCharacters(text);
        if (elements.Length <= most)
        {
            return text;
        }

        var head = (most - 1) * 2 / 3;
        var tail = most - 1 - head;
        return string.Concat(text.AsSpan(0, elements[head]), "…", tail == 0 ? "" : text.AsSpan(elements[^tail]));
    }
}
