using System.Text.RegularExpressions;

namespace AbuseServerless.Deliveries;

/// <summary>What a reply must say to be of a class.</summary>
internal sealed class ReplyRule
{
    private readonly CodeRange[] _codes;
    private readonly Regex? _text;

    private ReplyRule(ReplyClass @class, CodeRange[] codes, Regex? text) => (Class, _codes, _text) = (@class, codes, text);

    public ReplyClass Class { get; }

    /// <param name="written">A rule of a file.</param>
    /// <param name="place">Where it is, for the message.</param>
    /// <exception cref="DeliveryFileException">It makes no sense.</exception>
    public static ReplyRule From(WrittenRule written, string place)
    {
        if (!Enum.TryParse<ReplyClass>(written.Class, out var @class) || !Enum.IsDefined(@class) || int.TryParse(written.Class, out _))
        {
            throw new DeliveryFileException($"{place}: class '{written.Class}' is not one of {string.Join(", ", Enum.GetNames<ReplyClass>())}.");
        }

        if (written.Codes.Count == 0 && written.Text.Count == 0)
        {
            throw new DeliveryFileException($"{place}: it has neither codes nor text.");
        }

        return new ReplyRule(
            @class,
            [.. written.Codes.Select(code => CodeRange.Parse(code) ?? throw new DeliveryFileException($"{place}: '{code}' is not a code such as 5.7.1, x.1.1 or 5.7.606-649."))],
            written.Text.Count == 0 ? null : Expression(string.Join('|', written.Text.Select(pattern => $"(?:{Checked(pattern, place)})")), place));
    }

    public bool Matches(IReadOnlyList<EnhancedCode> codes, string text) =>
        (_codes.Length == 0 || codes.Any(code => _codes.Any(range => range.Contains(code)))) && (_text is null || _text.IsMatch(text));

    // By itself, because what is wrong in one pattern can be right together with the next.
    private static string Checked(string pattern, string place)
    {
        if (pattern.Length == 0)
        {
            throw new DeliveryFileException($"{place}: a pattern is empty.");
        }

        Expression(pattern, place);
        return pattern;
    }

    // Remote servers choose the text: only an engine without backtracking cannot be held up by it.
    private static Regex Expression(string pattern, string place)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new DeliveryFileException($"{place}: '{pattern}' cannot be used: {e.Message}", e);
        }
    }
}
