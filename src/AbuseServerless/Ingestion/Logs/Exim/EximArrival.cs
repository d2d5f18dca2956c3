using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Exim;

/// <summary>
/// What <c>&lt;=</c> says of a message that came: <c>&lt;= SENDER H=… [ADDRESS]:PORT I=… P=esmtpsa X=… CV=… A=MECHANISM:LOGIN S=SIZE id=… T="…" for RECIPIENTS</c>, with whatever
/// <c>log_selector</c> adds.
/// </summary>
/// <param name="IsBounce">Whether it has no sender.</param>
/// <param name="IsAuthenticated">Whether the client logged in.</param>
/// <param name="Login">The login; null where <c>server_set_id</c> is not set, so that the log does not say.</param>
/// <param name="Address">The client's address; null where the message came from this host itself.</param>
/// <param name="Recipients">How many, with <c>+received_recipients</c>; else 0.</param>
internal sealed partial record EximArrival(bool IsBounce, bool IsAuthenticated, string? Login, string? Address, int Recipients)
{
    /// <summary>Null where the text is no arrival in a shape that is known.</summary>
    public static EximArrival? Parse(string text)
    {
        var match = Arrival().Match(text);

        // Exim marks the protocol of a client that logged in with an a (RFC 3848); asmtp is that of old versions. It may be missing, but not be another one.
        if (!match.Success || (match.Groups["mechanism"].Success && match.Groups["protocol"].Success && !match.Groups["protocol"].ValueSpan.EndsWith("a") && match.Groups["protocol"].ValueSpan is not "asmtp"))
        {
            return null;
        }

        var login = match.Groups["login"].Value;
        var colon = login.IndexOf(':');
        return new EximArrival(
            match.Groups["from"].ValueSpan is "<>",
            match.Groups["mechanism"].Success,
            (colon < 0 ? login : login[..colon]) is { Length: > 0 } name ? EximLogin.Of(name) : null,
            match.Groups["ip"].Success ? match.Groups["ip"].Value : null,
            Count(text[match.Length..]));
    }

    // Behind the subject, which is quoted, or else the first: what a client writes into its message id can only be too many.
    private static int Count(string rest)
    {
        var subject = Subject().Match(rest);
        rest = subject.Success ? rest[(subject.Index + subject.Length)..] : rest;
        var start = rest.IndexOf(" for ", StringComparison.Ordinal);
        return start < 0 ? 0 : Mailbox().Count(rest, start + 5);
    }

    // Up to the size nothing is the client's but its names and addresses, which hold no blanks outside of quotes. An ident (U=) beside a host (H=) could, and is not taken.
    [GeneratedRegex(
        "^<= (?<from>" + EximAddress.Mailbox + @")(?: from <[^>]*>)?(?: R=\S+)?(?: DS)?(?: H=" + EximAddress.Client + @"(?: I=\[[^\]\s]*\](?::[0-9]+)?)?(?: Ci=\S+)?| U=\S+(?: Ci=\S+)?)(?: P=(?<protocol>\S+))?"
        + @"(?: (?:DS|TFO|L[.*-]*|X=\S+|CV=\S+|DN=(?:""(?:[^""\\]|\\.)*""|[^\s""]+)|SNI=(?:""[^""]*""|[^\s""]+)))*"
        + @"(?: A=(?<mechanism>[^\s:]+)(?::(?<login>.+?))?)?(?: (?:PRDR|K|L[.*-]*|PRX=\S+|M8S=\S+))* S=[0-9]+",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Arrival();

    [GeneratedRegex(@" T=""(?:[^""\\]|\\.)*""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Subject();

    [GeneratedRegex(EximAddress.Mailbox, RegexOptions.CultureInvariant)]
    private static partial Regex Mailbox();
}
