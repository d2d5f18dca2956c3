namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class EntraTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident((i, address) => Graph($"2026-11-24T01:{i + 1:00}:00Z", "botnet@example.jp", address));

    [Theory]
    [InlineData("Authenticated SMTP", "0", "alice@x.jp 81.2.69.142 ok")]
    [InlineData("Authenticated SMTP", "50126", "alice@x.jp 81.2.69.142 failed")]
    [InlineData("Authenticated SMTP", "50053", "alice@x.jp 81.2.69.142 failed")]
    [InlineData("SMTP", "0", "alice@x.jp 81.2.69.142 ok")]
    [InlineData("smtp", "50126", "alice@x.jp 81.2.69.142 failed")]
    [InlineData("Other clients; SMTP", "0", "alice@x.jp 81.2.69.142 ok")]
    [InlineData("Other clients; IMAP", "0", "ignored")]
    [InlineData("Semaphore", "0", "clientAppUsed of SMTP, or of another client that is known not told")]
    [InlineData("Browser", "0", "ignored")]
    [InlineData("IMAP4", "0", "ignored")]
    [InlineData("Mobile Apps and Desktop clients", "0", "ignored")]
    [InlineData("", "0", "clientAppUsed not told")]
    public void Only_SMTP_counts(string client, string code, string expected) => Assert.Equal(expected, Servers.Last(Graph("2026-11-24T01:01:00Z", "alice@x.jp", "81.2.69.142", client, code)));

    [Theory]
    [InlineData("""{"time":"2026-11-24T01:01:00.1234567Z","resourceId":"/tenants/t/providers/Microsoft.aadiam","category":"SignInLogs","resultType":"0","callerIpAddress":"81.2.69.142","properties":{"createdDateTime":"2026-11-24T01:01:00.12+00:00","userPrincipalName":"Alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP","status":{"errorCode":0}}}""")]
    [InlineData("""{"records":[{"time":"2026-11-24T01:01:00Z","category":"NonInteractiveUserSignInLogs","resultType":0,"properties":{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP"}}]}""")]
    [InlineData("""{"TimeGenerated":"2026-11-24T01:01:00.0000000Z","UserPrincipalName":"alice@x.jp","IPAddress":"81.2.69.142:50000","ClientAppUsed":"Authenticated SMTP","ResultType":"0","Type":"SigninLogs"}""")]
    [InlineData("""{"@odata.context":"x","value":[{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP","status":{"errorCode":0}},{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"bob@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Browser","status":{"errorCode":0}}]}""")]
    [InlineData("""[{"createdDateTime":"2026-11-24T01:01:00Z","userPrincipalName":"alice@x.jp","ipAddress":"81.2.69.142","clientAppUsed":"Authenticated SMTP","status":{"errorCode":0}}]""")]
    [InlineData("""{"CreatedDateTime":"/Date(1795482060000)/","UserPrincipalName":"alice@x.jp","IPAddress":"81.2.69.142","ClientAppUsed":"Authenticated SMTP","Status":{"ErrorCode":0}}""")]
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
