namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class ExchangeTests
{
    private const string Fields = "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context";
    private const string Start = "2026-11-24T01:01:00.270Z,MX1\\Client Frontend MX1,08DA4F7C11400000,9,192.0.2.25:587,";

    [Fact]
    public void The_incident_is_found_without_a_header() => Servers.AreTheIncident(
        (i, address) => $"2026-11-24T01:{i + 1:00}:00.270Z,MX1\\Client Frontend MX1,08DA4F7C114000{i:X2},9,192.0.2.25:587,{address}:53722,*,botnet@example.jp,authenticated");

    [Theory]
    [InlineData("81.2.69.142:53722,*,EXAMPLE\\alice,authenticated", "example\\alice 81.2.69.142 ok")]
    [InlineData("[2001:db8::1]:53722,*,alice@x.jp,authenticated", "alice@x.jp 2001:db8::1 ok")]
    [InlineData("81.2.69.142:53722,*,\"Liddell, \"\"A\"\"\",authenticated", "liddell, \"a\" 81.2.69.142 ok")]
    [InlineData("81.2.69.142:53722,*,EXAMPLE\\EX2$,authenticated", "ignored")]
    [InlineData("81.2.69.142:53722,*,SMTPSubmit SMTPAcceptAnyRecipient BypassAntiSpam,Set Session Permissions", "ignored")]
    [InlineData("81.2.69.142:53722,<,\"MAIL FROM:<x>,*,victim,authenticated\",", "ignored")]
    [InlineData("81.2.69.142:53722,<,EHLO victim,authenticated", "ignored")]
    [InlineData("81.2.69.142:53722,>,235 2.7.0 Authentication successful,", "ignored")]
    [InlineData("81.2.69.142:53722,+,,", "ignored")]
    public void A_line_is_read_by_these_rules(string rest, string expected) => Assert.Equal(expected, Servers.Last(Fields, Start + rest));

    [Fact]
    public void A_failure_has_the_name_of_its_session() => Assert.Equal(
        ["ignored", "alice@x.jp 81.2.69.142 failed", "ignored"],
        Servers.Read(
            Start + "81.2.69.142:53722,*,,User Name: alice@x.jp",
            Start + "81.2.69.142:53722,*,,Inbound AUTH LOGIN failed because of LogonDenied",
            Start + "81.2.69.142:53722,*,,Inbound AUTH LOGIN failed because of LogonDenied"));

    [Fact]
    public void A_name_behind_its_failure_is_of_that_one() => Assert.Equal(
        ["anna@x.jp 81.2.69.142 failed", "bert@x.jp 81.2.69.142 failed"],
        Servers.Read(
            Start + "81.2.69.142:53722,*,,Inbound AUTH LOGIN failed because of LogonDenied",
            Start + "81.2.69.142:53722,*,,Inbound AUTH LOGIN failed because of LogonDenied",
            Start + "81.2.69.142:53722,*,,User Name: anna@x.jp",
            Start + "81.2.69.142:53722,<,AUTH LOGIN,",
            Start + "81.2.69.142:53722,*,,Inbound AUTH LOGIN failed because of LogonDenied",
            Start + "81.2.69.142:53722,*,,User Name: bert@x.jp",
            Start + "81.2.69.142:53722,<,AUTH LOGIN,",
            Start + "81.2.69.142:53722,*,,Inbound AUTH LOGIN failed because of LogonDenied",
            Start + "81.2.69.142:53722,<,AUTH LOGIN,",
            Start + "81.2.69.142:53722,*,,User Name: carl@x.jp").Where(said => said != "ignored"));

    [Fact]
    public void Fields_are_found_by_the_header() => Assert.Equal(
        "alice@x.jp 81.2.69.142 ok",
        Servers.Last("#Software: Microsoft Exchange Server", "#Version: 15.0.0.0", "#Log-type: SMTP Receive Protocol Log", "#Fields: date-time,session-id,remote-endpoint,event,context,data", "2026-11-24T01:01:00.270Z,08DA4F7C11400000,81.2.69.142:5,*,authenticated,alice@x.jp"));

    [Fact]
    public void A_send_log_alone_is_the_wrong_log() => Assert.Equal(
        "foreign",
        Servers.Last("#Software: Microsoft Exchange Server", "#Log-type: SMTP Send Protocol Log", Fields, Start + "81.2.69.142:25,*,alice,authenticated"));

    [Fact]
    public void A_send_log_behind_a_receive_log_tells_no_login() => Assert.Equal(
        ["alice@x.jp 81.2.69.142 ok"],
        Servers.Read(
            "#Software: Microsoft Exchange Server", "#Log-type: SMTP Receive Protocol Log", Fields, Start + "81.2.69.142:5,*,alice@x.jp,authenticated",
            "#Software: Microsoft Exchange Server", "#Log-type: SMTP Send Protocol Log", Fields, Start + "81.2.69.142:25,*,bob,authenticated").Where(said => said is not ("ignored" or "foreign")));

    [Fact]
    public void A_tracking_log_is_the_wrong_log() => Assert.Equal(
        "foreign",
        Servers.Last(
            "#Software: Microsoft Exchange Server", "#Version: 15.02.1544.009", "#Log-type: Message Tracking Log", "#Fields: date-time,client-ip,client-hostname,server-ip",
            "2026-11-24T01:01:00.270Z,81.2.69.142,host,10.0.0.1"));
}
