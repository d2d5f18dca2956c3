using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AbuseServerless.Deliveries;

/// <summary>The domain behind a recipient's <c>@</c>, in the one notation by which deliveries are counted.</summary>
public static class RecipientDomain
{
    /// <summary>Longest name in ASCII form, in characters (RFC 1035: 253 without the dot at the end).</summary>
    public const int MaximumLength = 253;

    /// <summary>Stands for an invalid domain, if the delivery must still be counted (a top-level domain of RFC 2606, so that none can be called so).</summary>
    public const string Invalid = "invalid";

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");
    private static readonly SearchValues<char> LiteralCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.:");

    /// <summary>Lower case, in ASCII form, without the dot at the end. An address literal keeps its brackets: <c>[192.0.2.1]</c>.</summary>
    /// <returns>False where the text is no domain; one with an <c>@</c> or white space never is.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? domain)
    {
        domain = text is { Length: > 0 and <= 4 * MaximumLength } ? AsciiForm(text.TrimEnd('.').ToLowerInvariant()) : null;
        if (domain is null || domain.Length is 0 or > MaximumLength)
        {
            domain = null;
            return false;
        }

        var valid = domain is ['[', .. var literal, ']']
            ? literal.Length > 0 && !literal.AsSpan().ContainsAnyExcept(LiteralCharacters)
            : !domain.AsSpan().ContainsAnyExcept(NameCharacters);
        domain = valid ? domain : null;
        return valid;
    }

    private static string? AsciiForm(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text;
        }

        try
        {
            return Idn.GetAscii(text).ToLowerInvariant().TrimEnd('.');
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
