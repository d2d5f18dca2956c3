using System.Globalization;
using System.Text;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Text in which nothing hides: characters without width, control characters and unusual blanks are spelled out.</summary>
internal static class Visible
{
    /// <summary>The text, with such characters as <c>&lt;U+200B&gt;</c>.</summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(Hides))
        {
            return text;
        }

        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            shown.Append(Hides(rune) ? string.Create(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>") : rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>Whether the text holds such a character.</summary>
    public static bool HidesSomething(string text) => text.EnumerateRunes().Any(Hides);

    private static bool Hides(Rune rune) => rune.Value != ' ' && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;
}
