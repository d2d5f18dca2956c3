using System.Text.RegularExpressions;

namespace AbuseServerless.Deliveries;

/// <summary>
/// What is judged of a reply: the remote server's own words in one line. Postfix's words around them, <c>host NAME[ADDRESS] said: … (in reply to RCPT TO command)</c>, are left out, because
/// names of hosts say nothing (<c>mx.barracudanetworks.com</c> blocks nobody), and so are the codes that begin further lines, because they stand in the middle of sentences.
/// </summary>
internal static partial class RemoteReply
{
    /// <summary>The codes of a reply, the given one first, and its words.</summary>
    public static (IReadOnlyList<EnhancedCode> Codes, string Text) Read(string? dsn, string? reply)
    {
        var text = Unwrapped(reply ?? "");
        var codes = new List<EnhancedCode>(2);
        if (dsn is not null && EnhancedCode.Parse(dsn) is { } given)
        {
            codes.Add(given);
        }

        var begin = Begin().Match(text);
        if (begin.Groups["enhanced"].Success && EnhancedCode.Parse(begin.Groups["enhanced"].Value) is { } own && !codes.Contains(own))
        {
            codes.Add(own);
        }

        return (codes, begin.Success ? WithoutFurtherCodes(text, begin.Groups["code"].Value) : text);
    }

    private static string Unwrapped(string reply)
    {
        var match = Wrapping().Match(WhiteSpace().Replace(reply, " ").Trim());
        return match.Groups["text"].Value;
    }

    private static string WithoutFurtherCodes(string text, string code)
    {
        var first = text[..code.Length];
        var rest = FurtherCode().Replace(text[code.Length..], found => found.Groups["code"].ValueSpan.SequenceEqual(code) ? " " : found.Value);
        return WhiteSpace().Replace(first + rest, " ");
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(
        @"^(?:delivery temporarily suspended: )?(?:host \S+ (?:said|refused to talk to me): )?(?<text>.*?)(?: \(in reply to (?:end of )?[A-Z][A-Za-z ]{0,20} ?(?:command)?\))?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Wrapping();

    [GeneratedRegex(@"^(?<code>[45][0-9]{2})[ -]#?(?<enhanced>[45]\.[0-9]{1,3}\.[0-9]{1,3})?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Begin();

    [GeneratedRegex(@" (?<code>[45][0-9]{2})[ -](?:[45]\.[0-9]{1,3}\.[0-9]{1,3}(?: |$))?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FurtherCode();
}
