using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Postfix;

/// <summary>
/// What <c>smtpd</c> says of AUTH requests. A submission, <c>QUEUEID: client=NAME[ADDRESS], sasl_method=…, sasl_username=…</c>, is the AUTH of a message and succeeded;
/// <c>warning: NAME[ADDRESS]: SASL … authentication failed: …, sasl_username=…</c> failed.
/// </summary>
/// <remarks>
/// The name of a failed request is what the client typed, cut by Postfix to 100 bytes; the first <c>, sasl_username=</c> of the line begins it and everything after belongs to it. The name of a
/// submission ends at the first <c>, sasl_sender=</c>, <c>, orig_queue_id=</c> or <c>, orig_client=</c>, which a client can write but not put before the name. Failures of which Postfix itself says that there
/// was no name (<c>(unavailable)</c>) are ignored; those without one, and submissions, are <see cref="UncountedLine"/>.
/// </remarks>
internal static partial class PostfixLogin
{
    private const string NoName = "(unavailable)", Account = "account (sasl_username)";
    private static readonly string[] AfterName = [", sasl_sender=", ", orig_queue_id=", ", orig_client="];

    // Older versions name none.
    private static readonly UncountedLine NoNameOfFailure = new($"{Account} of a failed login, which newer versions of Postfix write") { IsUsual = true };

    public static LogLine Read(in PostfixRecord record)
    {
        if (!record.Message.Contains("sasl_", StringComparison.Ordinal) && !record.Message.Contains("SASL ", StringComparison.Ordinal))
        {
            return IgnoredLine.Instance;
        }

        var match = Said().Match(record.Message);
        if (!match.Success)
        {
            return Nameless().Match(record.Message) is { Success: true } nameless ? nameless.Groups["failed"].Success ? NoNameOfFailure : new UncountedLine(Account)
                : MayTell().IsMatch(record.Message) ? UnreadLine.Instance
                : IgnoredLine.Instance;
        }

        var failed = match.Groups["failed"].Success;
        var name = match.Groups["name"].Value;
        return failed && name == NoName ? IgnoredLine.Instance
            : failed && name.Length == 0 ? NoNameOfFailure
            : new AuthLineParts(failed ? name : BeforeOtherProperties(name), Address(match.Groups["address"].ValueSpan), !failed) { Protocol = "smtp", Server = record.Host }.At(record.Time);
    }

    private static string BeforeOtherProperties(string name)
    {
        foreach (var property in AfterName)
        {
            var end = name.IndexOf(property, StringComparison.Ordinal);
            name = end < 0 ? name : name[..end];
        }

        return name;
    }

    private static string Address(ReadOnlySpan<char> text) =>
        (text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text).ToString();

    // Anchored at both ends and, up to the name, free of places where a client could write what it likes: a host name holds no
    // brackets or blanks, a mechanism no blanks. The port stands behind the address with smtpd_client_port_logging.
    [GeneratedRegex(
        @"^(?:[0-9A-Za-z]+:[ ]client=[^\s\[\],]*\[(?<address>[^\s\[\]]*)\](?::\d+)?,[ ](?:sasl_method=[^\s,]+,[ ])?sasl_username=(?<name>.*)"
        + @"|(?<failed>warning:)[ ][^\s\[\],]*\[(?<address>[^\s\[\]]*)\](?::\d+)?:[ ]SASL[ ]\S+[ ]authentication[ ]failed:[ ].*?,[ ]sasl_username=(?<name>.*)"
        + @")$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Said();

    [GeneratedRegex(
        @"^(?:[0-9A-Za-z]+: client=[^\s\[\],]*\[[^\s\[\]]*\](?::\d+)?, sasl_method=[^\s,]+(?:, sasl_sender=.*)?|(?<failed>warning:) [^\s\[\],]*\[[^\s\[\]]*\](?::\d+)?: SASL \S+ authentication failed:.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Nameless();

    // A submission or a failure that somebody has changed, such as to hide its address, or that a word stands before, such as a level.
    [GeneratedRegex(@"^(?:(?:[^\s=]{1,20} ){0,2}[0-9A-Za-z]+: client=|.{0,40}warning: .*: SASL \S+ authentication failed: )", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex MayTell();
}
