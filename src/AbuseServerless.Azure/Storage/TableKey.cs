using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Accounts;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Storage;

/// <summary>Account names as row keys, reversibly; and days as partitions.</summary>
/// <remarks>
/// Table Storage forbids <c>/ \ # ?</c> and control characters in keys. Those, <c>%</c> (which some clients decode once too often), <c>~</c>, the escape
/// sign itself, and what is no letter or sign of one UTF-16 unit (a key that the service refused would hold up its partition) become <c>!</c> and four hexadecimal digits. A key that would be longer than <see cref="MaximumNameLength"/> is <c>~</c> and the SHA-256 of the name, and the row
/// holds the name in its column <c>Account</c>.
/// </remarks>
public static class TableKey
{
    /// <summary>Longest escaped name, in UTF-16 units. A key holds 512; the rest is for what stands before or behind a name.</summary>
    public const int MaximumNameLength = 400;

    private const char Escape = '!';
    private const char Hashed = '~';

    // The character behind U+D7FF is half a surrogate pair, which stands in no key alone.
    private const char FirstWithoutNext = '\uD7FF';
    private const char BehindHexadecimal = 'g';

    /// <summary>The key of an account.</summary>
    public static string Of(AccountName account) => OfText(account.Value);

    /// <summary>The key of any other name, such as a provider's. Its row holds the name in a column.</summary>
    public static string OfText(string name)
    {
        var escaped = EscapeText(name);
        return escaped.Length <= MaximumNameLength
            ? escaped
            : Hashed + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
    }

    /// <summary>A day as the key of a partition, such as <c>2026-11-24</c>: the keys' order is that of the days.</summary>
    public static string OfDay(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The key of the UTC day of a time.</summary>
    public static string OfDay(DateTimeOffset time) => OfDay(DateOnly.FromDateTime(time.UtcDateTime));

    /// <summary>Whether the name cannot be read back from the key, so that the row must hold it.</summary>
    public static bool IsHashed(string key) => key.StartsWith(Hashed);

    /// <summary>The account of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="column">The row's column <c>Account</c>; needed for a hashed key only.</param>
    /// <exception cref="FormatException">The key is none of this program's.</exception>
    public static AccountName Account(string key, string? column) =>
        AccountName.Parse(IsHashed(key) ? column ?? throw new FormatException("A hashed key without its column Account.") : UnescapeText(key));

    /// <summary>Escapes a text, character by character: a prefix of the text gives a prefix of the key.</summary>
    public static string EscapeText(string text)
    {
        var plain = 0;
        while (plain < text.Length && !MustEscape(text[plain]))
        {
            plain++;
        }

        if (plain == text.Length)
        {
            return text;
        }

        var key = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (MustEscape(character))
            {
                key.Append(Escape).Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                key.Append(character);
            }
        }

        return key.ToString();
    }

    /// <summary>Filter for the rows of accounts whose name begins so, and of those with a hashed key, which does not tell how a name begins.</summary>
    /// <param name="prefix">Beginning of the name, in normalised form; not empty unless <paramref name="before"/> is not.</param>
    /// <param name="before">What stands before the account's key.</param>
    public static string BeginningWith(string prefix, string before)
    {
        var from = before + EscapeText(prefix);
        var named = HasEnd(from)
            ? TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {End(from)}")
            : TableClient.CreateQueryFilter($"RowKey ge {from}");
        var hashed = TableClient.CreateQueryFilter($"RowKey ge {before + Hashed} and RowKey lt {before + Hashed + BehindHexadecimal}");
        return prefix.Length == 0 ? named : $"({named}) or ({hashed})";
    }

    /// <summary>The least key, exclusive, that no key with a prefix reaches; a little more where the prefix ends in half a surrogate pair.</summary>
    /// <param name="prefix">Not empty; its first character no surrogate.</param>
    public static string End(string prefix)
    {
        var last = prefix.AsSpan().LastIndexOfAnyExceptInRange(FirstWithoutNext, '\uFFFF');
        return prefix[..last] + (char)(prefix[last] + 1);
    }

    private static bool HasEnd(string prefix) => prefix.AsSpan().ContainsAnyExceptInRange(FirstWithoutNext, '\uFFFF');

    /// <summary>The text that <see cref="EscapeText"/> made a key of.</summary>
    /// <exception cref="FormatException">The key is none of this program's.</exception>
    internal static string UnescapeText(string key)
    {
        if (!key.Contains(Escape, StringComparison.Ordinal))
        {
            return key;
        }

        var text = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != Escape)
            {
                text.Append(key[i]);
                continue;
            }

            if (i + 4 >= key.Length || !ushort.TryParse(key.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                throw new FormatException("An escape sign without four hexadecimal digits.");
            }

            text.Append((char)code);
            i += 4;
        }

        return text.ToString();
    }

    private static bool MustEscape(char character) =>
        char.IsAscii(character)
            ? character is '/' or '\\' or '#' or '?' or '%' or Escape or Hashed || char.IsControl(character)
            : char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
