namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>Sessions at Postfix of which each recipient is refused.</summary>
public sealed class RefusedLoginsTests
{
    private const string Connect = "connect from unknown[81.2.69.142]";
    private const string Reject = "NOQUEUE: reject: RCPT from unknown[81.2.69.142]: 450 4.7.1 <bot@x.jp>: Sender address rejected: rate limit; from=<bot@x.jp> to=<a@gmail.com> proto=ESMTP helo=<h>";
    private const string Login = " sasl_username=<bot@x.jp>";
    private const string End = "disconnect from unknown[81.2.69.142] ehlo=1 auth=1 mail=1 rcpt=0/2 quit=1 commands=4/6";

    [Fact]
    public void A_session_that_logged_in_and_was_refused_everything_is_a_login_at_its_end() => Assert.Equal(
        ["ignored", "ignored", "ignored", "bot@x.jp 81.2.69.142 ok"], Read(Connect, Reject + Login, Reject + Login, End));

    [Theory]
    [InlineData("ehlo=2 starttls=1 auth=1/3 mail=1 rcpt=0/1 quit=1 commands=6/9", true)]
    [InlineData("ehlo=2 starttls=1 auth=0/3 mail=1 rcpt=0/1 quit=1 commands=6/9", false)]
    [InlineData("ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4", false)]
    [InlineData("", false)]
    public void A_name_that_a_client_wrote_into_its_HELO_is_none(string counts, bool isLogin) => Assert.Equal(
        isLogin ? "bot@x.jp 81.2.69.142 ok" : "ignored", Read(Connect, Reject + Login, $"disconnect from unknown[81.2.69.142] {counts}")[^1]);

    [Fact]
    public void The_last_name_is_Postfix_own() => Assert.Equal("bot@x.jp 81.2.69.142 ok", Read(Connect, Reject + "> sasl_username=<victim>" + Login, End)[^1]);

    [Fact]
    public void A_session_whose_message_began_is_counted_by_that() => Assert.Equal(
        ["ignored", "ignored", "bot@x.jp 81.2.69.142 ok", "ignored"],
        Read(Connect, Reject + Login, "4jYpkm1kQvz1kjXM: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=bot@x.jp", End));

    [Fact]
    public void A_session_of_another_client_or_process_ends_none() => Assert.Equal(
        ["ignored", "ignored", "ignored", "ignored", "ignored"],
        Servers.Servers.Read(
            Line(1, Connect), Line(1, Reject + Login), Line(2, End), Line(1, End.Replace("81.2.69.142", "8.8.8.8", StringComparison.Ordinal)), "Nov 24 01:01:00 mx1 postfix/smtpd: " + End));

    private static IReadOnlyList<string> Read(params IEnumerable<string> said) => Servers.Servers.Read(said.Select(text => Line(1, text)));

    private static string Line(int process, string text) => $"Nov 24 01:01:00 mx1 postfix/submission/smtpd[{process}]: {text}";
}
