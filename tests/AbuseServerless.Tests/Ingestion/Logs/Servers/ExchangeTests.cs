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
    public void Fields_are_found_by_the_header() => Assert.Equal(
        "alice@x.jp 81.2.69.142 ok",
        Servers.Last("#Software: Microsoft Exchange Server", "#Version: 15.0.0.0", "#Log-type: SMTP Receive Protocol Log", "#Fields: date-time,session-id,remote-endpoint,event,context,data", "2026-11-24T01:01:00.270Z,08DA4F7C11400000,81.2.69.142:5,*,authenticated,alice@x.jp"));

    [Fact]
    public void A_send_log_tells_no_login() => Assert.Equal(
        "ignored",
        Servers.Last("#Software: Microsoft Exchange Server", "#Log-type: SMTP Send Protocol Log", Fields, Start + "81.2.69.142:25,*,alice,authenticated"));
}

public class EntraTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident((i, address) => Graph($"2026-11-24T01:{i + 1:00}:00Z", "botnet@example.jp", address));

    [Theory]
    [InlineData("Authenticated SMTP", "0", "alice@x.jp 81.2.69.142 ok")]
    [InlineData("Authenticated SMTP", "50126", "alice@x.jp 81.2.69.142 failed")]
    [InlineData("Authenticated SMTP", "50053", "alice@x.jp 81.2.69.142 failed")]
    [InlineData("Browser", "0", "ignored")]
    [InlineData("IMAP4", "0", "ignored")]
    [InlineData("Mobile Apps and Desktop clients", "0", "ignored")]
    [InlineData("", "0", "clientAppUsed not told")]
    public void Only_Authenticated_SMTP_counts(string client, string code, string expected) => Assert.Equal(expected, Servers.Last(Graph("2026-11-24T01:01:00Z", "alice@x.jp", "81.2.69.142", client, code)));

    [Theory]
    [InlineData("""{"time":"2026-11-24T01:01:00.1234567Z","resourceId":"/tenants/t/providers/Microsoft.aadiam","category":"SignInLogs","resultType":"0","callerIpAddress":"81.2.69.142","properties":{"createdDateTime":"2026-11-24T01:01:00.12+00:00","userPrincipalName":"Alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP","status":{"errorCode":0}}}""")]
    [InlineData("""{"records":[{"time":"2026-11-24T01:01:00Z","category":"NonInteractiveUserSignInLogs","resultType":0,"properties":{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP"}}]}""")]
    [InlineData("""{"TimeGenerated":"2026-11-24T01:01:00.0000000Z","UserPrincipalName":"alice@x.jp","IPAddress":"81.2.69.142:50000","ClientAppUsed":"Authenticated SMTP","ResultType":"0","Type":"SigninLogs"}""")]
    [InlineData("""{"@odata.context":"x","value":[{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP","status":{"errorCode":0}},{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"bob@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Browser","status":{"errorCode":0}}]}""")]
    [InlineData("""[{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP","status":{"errorCode":0}}]""")]
    public void A_sign_in_comes_in_these_shapes(string line) => Assert.Equal("alice@x.jp 81.2.69.142 ok", Servers.Last(line));

    [Fact]
    public void An_indented_array_is_read_object_by_object() => Assert.Equal(
        ["alice@x.jp 81.2.69.142 ok", "bob@x.jp 8.8.8.8 failed"],
        Servers.Read(
            """
            [
              {
                "createdDateTime": "2026-11-24T01:01:00Z",
                "userPrincipalName": "alice@x.jp",
                "ipAddress": "81.2.69.142",
                "clientAppUsed": "Authenticated SMTP",
                "userAgent": "} \" {",
                "status": {
                  "errorCode": 0
                }
              },
              {
                "createdDateTime": "2026-11-24T01:02:00Z",
                "userPrincipalName": "bob@x.jp",
                "ipAddress": "8.8.8.8",
                "clientAppUsed": "Authenticated SMTP",
                "status": { "errorCode": 50126 }
              }
            ]
            """.Split('\n').Select(line => line.TrimEnd('\r'))).Where(said => said != "ignored"));

    [Fact]
    public void Without_an_outcome_nothing_counts() => Assert.Equal(
        "status.errorCode not told",
        Servers.Last("""{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP"}"""));

    private static string Graph(string time, string user, string address, string client = "Authenticated SMTP", string code = "0") =>
        $$$"""{"createdDateTime": "{{{time}}}", "userPrincipalName": "{{{user}}}", "ipAddress": "{{{address}}}", "clientAppUsed": "{{{client}}}", "appDisplayName": "Office 365 Exchange Online", "status": {"errorCode": {{{code}}}}, "location": {"countryOrRegion": "XX"}}""";
}
