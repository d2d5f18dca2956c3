namespace AbuseServerless.Tests.Ingestion.Logs.Envelopes;

/// <summary>Lines that were copied from a screen.</summary>
public class ScreenTextTests
{
    private const string Submission = "Nov 24 01:01:00 mx1 postfix/submission/smtpd[430]: 8A1C2E: client=unknown[81.2.69.142], sasl_method=LOGIN, sasl_username=z1@example.tr";
    private const string Red = "\u001b[01;31m\u001b[K", Plain = "\u001b[m\u001b[K";

    [Theory]
    [InlineData("z1", Red + "z1" + Plain)]
    [InlineData("sasl_username", Red + "sasl_username" + Plain)]
    [InlineData("81.2.69.142", Red + "81.2.69.142" + Plain)]
    [InlineData("8A1C2E", "\u001b[0;1;38:5:185m8A1C2E\u001b[0m")]
    [InlineData("Nov 24", Red + "Nov 24" + Plain)]
    [InlineData("postfix", "\u001b]8;;file:///var/log\u0007postfix\u001b]8;;\u001b\\")]
    [InlineData("mx1", "\u001b(Bmx1")]
    [InlineData(" ", "\u00a0")]
    public void What_a_screen_adds_is_taken_off(string plain, string seen) =>
        Assert.Equal("z1@example.tr 81.2.69.142 ok", Servers.Servers.Last(Submission.Replace(plain, seen, StringComparison.Ordinal)));

    [Theory]
    [InlineData("\u001b")]
    [InlineData("\u001b[")]
    [InlineData("\u001b[01;31")]
    [InlineData("\u001b[2J")]
    [InlineData("\u001b[8m\u001b")]
    [InlineData("\u001b]0;x\u0007")]
    [InlineData("\u001b]8;;x")]
    [InlineData("\u001b(0")]
    public void What_no_program_puts_around_a_line_stays_and_hides_nothing_behind_it(string sent)
    {
        var said = Servers.Servers.Last($"Nov 24 01:01:00 mx1 postfix/smtpd[430]: 8A1C2E: client=unknown[81.2.69.142], sasl_method=LOGIN{sent}, sasl_username=z1@example.tr");
        Assert.True(said is "unread" or "z1@example.tr 81.2.69.142 ok", said);
        Assert.NotEqual("z1@example.tr 81.2.69.142 ok", Servers.Servers.Last(Submission.Replace("z1@", $"z{sent}1@", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("8A1C2E: client=unknown[133[.]1[.]1[.]1], sasl_method=LOGIN, sasl_username=a@x.jp", "unread")]
    [InlineData("warning: unknown(77.88.8.8): SASL LOGIN authentication failed: authentication failure, sasl_username=a@x.jp", "unread")]
    public void A_login_that_somebody_has_changed_is_not_understood(string text, string expected) =>
        Assert.Equal(expected, Servers.Servers.Last("Nov 24 01:01:00 mx1 postfix/smtpd[430]: " + text));

    [Fact]
    public void Socklog_writes_two_times() =>
        Assert.Equal("z1@example.tr 81.2.69.142 ok", Servers.Servers.Last("2026-11-24T01:01:00.18723 mail.info: Nov 24 01:01:00 postfix/submission/smtpd[1241]: 9C1A12: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=z1@example.tr"));
}
