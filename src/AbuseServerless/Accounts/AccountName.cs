using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AbuseServerless.Accounts;

/// <summary>
/// The identity of an account: its SASL login name, trimmed, in Unicode normalisation form C, lower case by the
/// invariant culture, with its domain in Unicode and without a dot at the end. <c>Alice@Example.JP.</c> is <c>alice@example.jp</c>,
/// and <c>alice@xn--r8jz45g.jp</c> is <c>alice@例え.jp</c>.
/// </summary>
public readonly record struct AccountName
{
    /// <summary>Longest name accepted, in UTF-16 units after normalisation.</summary>
    public const int MaximumLength = 1024;

    /// <summary>Bytes of buffer that the usual name needs in <see cref="ToUtf8"/>.</summary>
    public const int UsualUtf8 = 128;

    // Composition makes one UTF-16 unit of four at the most (U+1F82 of its decomposition), so what is longer is too long in any case. Not even normalised: that takes time with the square of a run of
    // combining marks, and who sends a megabyte of them would hold up the partition.
    private const int MaximumUnits = 4 * MaximumLength;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    private readonly string? _value;

    private AccountName(string value) => _value = value;

    /// <summary>The normalised name; empty only for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Normalises a login name.</summary>
    /// <returns>False where the name is empty, longer than <see cref="MaximumLength"/> or not valid Unicode.</returns>
    public static bool TryParse([NotNullWhen(true)] string? login, out AccountName account)
    {
        account = default;
        if (login is null)
        {
            return false;
        }

        string name;
        if (Ascii.IsValid(login))
        {
            name = login.AsSpan().Trim().ToString().ToLowerInvariant();
        }
        else if (login.AsSpan().Trim().Length <= MaximumUnits && IsText(login))
        {
            name = Plain(login.Trim());
        }
        else
        {
            return false;
        }

        name = WithPlainDomain(name);
        if (name.Length is 0 or > MaximumLength)
        {
            return false;
        }

        account = new AccountName(name);
        return true;
    }

    /// <summary>Normalises a login name.</summary>
    /// <param name="login">In UTF-8. Invalid bytes are not text.</param>
    /// <param name="account">The account.</param>
    /// <returns>False where the name is empty, longer than <see cref="MaximumLength"/> or not valid Unicode.</returns>
    public static bool TryParse(ReadOnlySpan<byte> login, out AccountName account)
    {
        var trimmed = Ascii.IsValid(login) ? login[Ascii.Trim(login)] : [];
        if (trimmed.IsEmpty || trimmed[^1] == '.' || trimmed.IndexOf("--"u8) >= 0)
        {
            return TryParse(Encoding.UTF8.GetString(login), out account);
        }

        account = trimmed.Length > MaximumLength
            ? default
            : new AccountName(string.Create(trimmed.Length, trimmed, static (name, ascii) => Ascii.ToLower(ascii, name, out _)));
        return account != default;
    }

    /// <summary>Normalises a login name.</summary>
    /// <exception cref="FormatException">The name is empty, too long or not valid Unicode.</exception>
    public static AccountName Parse(string login) =>
        TryParse(login, out var account)
            ? account
            : throw new FormatException($"An account must be a login name of 1 to {MaximumLength} characters of valid Unicode.");

    /// <summary>The account without a tag: of <c>alice+tag@example.jp</c> it is <c>alice@example.jp</c>.</summary>
    /// <param name="separator">What begins a tag, such as <c>+</c>; empty where nothing does. One at the beginning of a name begins none.</param>
    public AccountName WithoutTag(string separator)
    {
        var domain = Value.LastIndexOf('@');
        var user = domain < 0 ? Value.AsSpan() : Value.AsSpan(0, domain);
        var tag = separator.Length == 0 ? -1 : user.IndexOf(separator, StringComparison.Ordinal);
        return tag <= 0 ? this : new AccountName(string.Concat(user[..tag], Value.AsSpan(user.Length)));
    }

    /// <summary>The name in UTF-8.</summary>
    /// <param name="buffer">Holds it where it fits, see <see cref="UsualUtf8"/>; else a new array does.</param>
    public ReadOnlySpan<byte> ToUtf8(Span<byte> buffer) =>
        Encoding.UTF8.TryGetBytes(Value, buffer, out var length) ? buffer[..length] : Encoding.UTF8.GetBytes(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Plain(string text) => text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC);

    // As people write it; a domain that cannot be read, or would be read once more in another way, stays as it is.
    private static string WithPlainDomain(string name)
    {
        var at = name.LastIndexOf('@');
        var domain = at < 0 ? "" : WithoutEnd(name[(at + 1)..]);
        if (domain.Length == 0)
        {
            return name;
        }

        if (domain.Contains("xn--", StringComparison.Ordinal))
        {
            try
            {
                var unicode = Idn.GetUnicode(domain);
                domain = IsText(unicode) && Plain(unicode) is var plain && IsPlainDomain(plain) ? plain : domain;
            }
            catch (ArgumentException)
            {
                // No name of IDNA.
            }
        }

        return domain.Length == name.Length - at - 1 && name.EndsWith(domain, StringComparison.Ordinal) ? name : string.Concat(name.AsSpan(0, at + 1), domain);
    }

    private static bool IsPlainDomain(string domain) =>
        domain.Length > 0 && !domain.Contains('@', StringComparison.Ordinal) && !domain.Contains("xn--", StringComparison.Ordinal) && WithoutEnd(domain).Length == domain.Length;

    // White space may stand between two dots.
    private static string WithoutEnd(string domain)
    {
        var length = domain.Length;
        while (length > 0 && (domain[length - 1] == '.' || char.IsWhiteSpace(domain[length - 1])))
        {
            length--;
        }

        return domain[..length];
    }

    // U+FFFD is what a decoder leaves of bytes that were not UTF-8, and of half a surrogate pair; the noncharacters (U+FDD0 to U+FDEF, and the last two of each plane) are no
    // text by Unicode's own definition, and normalisation throws at some of them.
    private static bool IsText(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || (rune.Value & 0xfffe) == 0xfffe || rune.Value is >= 0xfdd0 and <= 0xfdef)
            {
                return false;
            }
        }

        return true;
    }
}
