using System.Globalization;
using System.Text.RegularExpressions;

namespace AbuseServerless.Deliveries;

/// <summary>Enhanced status codes of one subject: <c>5.7.1</c>, <c>5.7.606-649</c> (both ends inclusive), and with <c>x</c> for the class both temporary and permanent, <c>x.1.1</c>.</summary>
internal sealed partial class CodeRange
{
    private readonly int? _class;
    private readonly int _subject;
    private readonly int _first;
    private readonly int _last;

    private CodeRange(int? @class, int subject, int first, int last) => (_class, _subject, _first, _last) = (@class, subject, first, last);

    /// <summary>Null where the text is no range.</summary>
    public static CodeRange? Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var first = Number(match, "first");
        var last = match.Groups["last"].Success ? Number(match, "last") : first;
        return last < first ? null : new CodeRange(match.Groups["class"].Value == "x" ? null : Number(match, "class"), Number(match, "subject"), first, last);
    }

    public bool Contains(EnhancedCode code) => (_class ?? code.Class) == code.Class && code.Class != 2 && code.Subject == _subject && code.Detail >= _first && code.Detail <= _last;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<class>[45x])\.(?<subject>[0-9]{1,3})\.(?<first>[0-9]{1,3})(?:-(?<last>[0-9]{1,3}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
