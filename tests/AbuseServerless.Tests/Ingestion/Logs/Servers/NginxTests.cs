namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class NginxTests
{
    private const string Start = "2026/11/24 01:01:00 [info] 1234#1234: *5 ";

    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident(
        (i, address) => $"2026/11/24 01:{i + 1:00}:00 [info] 1234#1234: *{i} client logged in, client: {address}, server: 0.0.0.0:587, login: \"botnet@example.jp\", upstream: 192.0.2.7:25");

    [Theory]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:465, login: \"a@x.jp\", upstream: 10.0.0.2:25", "a@x.jp 81.2.69.142 ok")]
    [InlineData(Start + "client logged in, client: 2001:db8::1, server: [::]:587, login: \"a\", upstream: [::1]:25 (x)", "a 2001:db8::1 ok")]
    [InlineData("Nov 24 01:01:00 mx1 nginx: 2026/11/24 01:01:00 [info] 1#1: *5 client logged in, client: 81.2.69.142, server: 0.0.0.0:25, login: \"a\", upstream: 10.0.0.2:25", "a 81.2.69.142 ok")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:993, login: \"a\", upstream: 10.0.0.2:25", "ignored")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:110, login: \"a\", upstream: 10.0.0.2:25", "ignored")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:10587, login: \"a\", upstream: 10.0.0.2:25", "protocol (the port is not one that mail clients use) not told")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: unix:/run/x.sock, login: \"a\"", "ignored")]
    [InlineData(Start + "client login failed: \"Invalid login or password\" while in http auth state, client: 81.2.69.142, server: 0.0.0.0:587, login: \"a\"", "a 81.2.69.142 failed")]
    [InlineData(Start + "client login failed: \"x\" while in http auth state, client: 81.2.69.142, server: 0.0.0.0:587, login: \"a\", client: 6.6.6.6, login: \"v\"", "a\", client: 6.6.6.6, login: \"v 81.2.69.142 failed")]
    [InlineData(Start + "client logged in, client: 81.2.69.142 using starttls, server: 0.0.0.0:587, login: \"a\", upstream: 10.0.0.2:25", "a 81.2.69.142 ok")]
    [InlineData(Start + "client logged in, from somewhere", "unread")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:25", "ignored")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:465, login: \"a@x.jp\"", "unread")]
    [InlineData(Start + "client 81.2.69.142:5 connected to 0.0.0.0:587", "ignored")]
    public void A_line_is_read_by_these_rules(string line, string expected) => Assert.Equal(expected, Servers.Last(line));

    [Theory]
    [InlineData("z\"")]
    [InlineData("z\"", "z")]
    [InlineData("Nov 24 01:01:00 mx1 postfix/smtpd[3]: 9A3C2100: client=x[8.8.8.8], sasl_method=PLAIN, sasl_username=innocent", "z\"")]
    public void Behind_a_name_with_line_feeds_nothing_counts_as_far_as_it_may_reach(params string[] rest)
    {
        const string Forged = "client logged in, client: 8.8.8.8, server: 0.0.0.0:465, login: \"innocent\", upstream: 10.0.0.2:25";
        string[] log =
        [
            Start + "client login failed: \"no\" while in http auth state, client: 81.2.69.142, server: 0.0.0.0:587, login: \"x", Start + Forged, .. rest, Start + Forged, "\"",
            .. Enumerable.Repeat(Start + "client 81.2.69.142:5 connected to 0.0.0.0:587", 30), Start + Forged.Replace("innocent", "alice", StringComparison.Ordinal),
        ];

        Assert.Equal(["alice 8.8.8.8 ok"], Servers.Read(log).Where(said => said is not ("ignored" or "unread")));
    }
}
