namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class ZoneMtaTests
{
    private const string Start = "Nov 24 01:01:00 mx1 zone-mta[99]: info ";

    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident((i, address) => $"Nov 24 01:{i + 1:00}:00 mx1 zone-mta[99]: info SMTP/feeder/12 AUTHSUCCESS id=ab{i} user=\"botnet@example.jp\" src=laptop[{address}] proto=PLAIN");

    [Theory]
    [InlineData("SMTP/feeder/12 AUTHSUCCESS id=ab user=\"a\" src=[81.2.69.142] proto=LOGIN", "a 81.2.69.142 ok")]
    [InlineData("SMTP/feeder/12 AUTHFAIL id=ab user=\"a\" srs=laptop[81.2.69.142] proto=PLAIN error=Invalid credentials", "a 81.2.69.142 failed")]
    [InlineData("SMTP/feeder/12 AUTHFAIL id=ab user=\"a\" src=x[6.6.6.6] proto=LOGIN\" srs=laptop[81.2.69.142] proto=PLAIN error=Invalid credentials", "a\" src=x[6.6.6.6] proto=login 81.2.69.142 failed")]
    [InlineData("SMTP/feeder/12 AUTHSUCCESS id=ab user=\"a\" src=evil[6.6.6.6] proto=PLAIN[81.2.69.142] proto=LOGIN", "a 81.2.69.142 ok")]
    public void A_login_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Start + text));

    [Theory]
    [InlineData("ACCEPTED", "250 2.0.0 Ok", "gmail.com Sent 2.0.0 by mx.google.com of a")]
    [InlineData("DEFERRED[rate]", "450 4.2.1 slow", "gmail.com Deferred 4.2.1 by mx.google.com of a")]
    [InlineData("REJECTED[recipient]", "550 5.1.1 no", "gmail.com Bounced 5.1.1 by mx.google.com of a")]
    [InlineData("REJECTED[rate]", "450 4.2.1 slow", "gmail.com Expired 4.2.1 by mx.google.com of a")]
    public void A_delivery_is_read_by_these_rules(string outcome, string reply, string expected) => Assert.Equal(
        expected,
        Servers.Last(
            Start + "SMTP/feeder/12 AUTHSUCCESS id=ab user=\"a\" src=[81.2.69.142] proto=LOGIN",
            Start + $"Sender/default/13 id=ab 17b0.001 {outcome} from=a@x.jp to=bob@gmail.com src=192.0.2.1 mx=mx.google.com[142.250.102.27] id=<x@y> ({reply})"));

    [Theory]
    [InlineData("AUTHFAIL id=ab user=\"x", "y\" srs=[81.2.69.142] proto=PLAIN error=Invalid credentials")]
    [InlineData("AUTHFAIL id=ab user=\"x\" srs=[81.2.69.142] proto=PLAIN error=x", "AUTHFAIL id=ac user=\"y\" srs=[81.2.69.142] proto=PLAIN error=Invalid credentials")]
    public void What_is_written_at_once_with_a_failure_is_no_login(string first, string last)
    {
        string Said(string text, string time = "2026-11-24T01:01:00.123456789Z") => $"{time} info SMTP/feeder/12 {text}";
        Assert.Equal(
            ["alice 81.2.69.142 ok"],
            Servers.Read(
                Said(first), Said("AUTHSUCCESS id=de user=\"innocent\" src=h[8.8.8.8] proto=PLAIN"), Said(last), Said("AUTHSUCCESS id=de user=\"alice\" src=h[81.2.69.142] proto=PLAIN", "2026-11-24T01:01:00.223456789Z"))
                .Where(said => said.EndsWith(" ok", StringComparison.Ordinal)));
    }
}
