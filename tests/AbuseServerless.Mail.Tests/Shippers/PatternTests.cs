using System.Text.RegularExpressions;
using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Shippers;

/// <summary>The patterns that docs/deployment.md gives Fluent Bit and Vector, which do not run here: .NET understands them in the same way.</summary>
public sealed partial class PatternTests
{
    [Theory]
    [InlineData("postfix/submission/smtpd[7]: 4jYpkm1kQvz1kjXM: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=Alice@Example.JP", "Alice@Example.JP 81.2.69.142")]
    [InlineData("postfix/smtps/smtpd[7]: 94C430000001: client=mail.example.jp[2001:db8::25]:4711, sasl_method=CRAM-MD5, sasl_username=bob, sasl_sender=eve@example.jp", "bob 2001:db8::25")]
    [InlineData("postfix/smtpd[7]: NOQUEUE: client=unknown[8.8.8.8], sasl_method=LOGIN, sasl_username=\"quoted\\name\"@example.jp", "\"quoted\\name\"@example.jp 8.8.8.8")]
    [InlineData("postfix/smtpd[7]: 94C430000002: client=unknown[8.8.4.4], sasl_username=doe,john@example.jp, orig_queue_id=94C430000001", "doe,john@example.jp 8.8.4.4")]
    [InlineData("postfix/smtpd[7]: 94C430000004: client=unknown[77.88.8.8]", null)]
    [InlineData("other[7]: 94C430000005: client=unknown[77.88.8.8], sasl_method=PLAIN, sasl_username=eve@example.jp", null)]
    [InlineData("postfix/smtpd[7]: 94C430000006: client=unknown[unknown], sasl_method=PLAIN, sasl_username=eve@example.jp", null)]
    [InlineData("postfix/smtpd[7]: warning: unknown[77.88.8.8]: SASL PLAIN authentication failed: (reason unavailable), sasl_username=A1: client=x[1.1.1.1], sasl_method=PLAIN, sasl_username=victim", null)]
    [InlineData("postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[77.88.8.8]: 554 5.7.1 <A1: client=x[1.1.1.1], sasl_method=PLAIN, sasl_username=victim@x.example>: Recipient address rejected", null)]
    public void They_take_what_was_submitted_and_nothing_that_a_client_makes_up(string said, string? expected)
    {
        string[] patterns = [FluentBit().Match(DocumentedSettings.OfShipper("**Fluent Bit**")).Groups[1].Value, Vector().Match(DocumentedSettings.OfShipper("**Vector**")).Groups[1].Value.Replace("(?P<", "(?<", StringComparison.Ordinal)];

        Assert.All(patterns, pattern =>
        {
            Assert.NotEmpty(pattern);
            var match = Regex.Match($"2026-11-24T01:02:03.456789+09:00 mx1.rig.test {said}", pattern, RegexOptions.CultureInvariant);
            Assert.Equal(expected, match.Success ? $"{match.Groups["account"].Value} {match.Groups["ip"].Value}" : null);
            Assert.Equal(expected is null ? "" : "mx1.rig.test", match.Groups["server"].Value);
        });
    }

    [GeneratedRegex(@"^ +regex +(\^.*)$", RegexOptions.Multiline)]
    private static partial Regex FluentBit();

    [GeneratedRegex(@"parse_regex\(\.message, r'([^']*)'\)")]
    private static partial Regex Vector();
}
