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
            written.Text.Count == 0 ? null : Expression(written.Text, place));
    }

    public bool Matches(IReadOnlyList<EnhancedCode> codes, string text) =>
        (_codes.Length == 0 || codes.Any(code => _codes.Any(range => range.Contains(code)))) && (_text is null || _text.IsMatch(text));

    // Each pattern by itself too, because what is wrong in one can be right together with the next. That needs no automaton, which takes milliseconds to build, unless all together are refused.
    private static Regex Expression(IReadOnlyList<string> patterns, string place)
    {
        foreach (var pattern in patterns)
        {
            Checked(pattern, RegexOptions.None, place);
        }

        var all = string.Join('|', patterns.Select(pattern => $"(?:{pattern})"));
        try
        {
            return Build(all, RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            foreach (var pattern in patterns)
            {
                Checked(pattern, RegexOptions.NonBacktracking, place);
            }

            return Checked(all, RegexOptions.NonBacktracking, place);
        }
    }

    private static Regex Checked(string pattern, RegexOptions engine, string place)
    {
        if (pattern.Length == 0)
        {
            throw new DeliveryFileException($"{place}: a pattern is empty.");
        }

        try
        {
            return Build(pattern, engine);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new DeliveryFileException($"{place}: '{pattern}' cannot be used: {e.Message}", e);
        }
    }

    // Remote servers choose the text: only an engine without backtracking cannot be held up by it.
    private static Regex Build(string pattern, RegexOptions engine) => new(pattern, engine | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
