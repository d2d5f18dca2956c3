namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class KumoMtaTests
{
    private const string Peer = "\"peer_address\":{\"name\":\"gmail-smtp-in.l.google.com.\",\"addr\":\"142.251.2.27\"}";

    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident(
        (i, address) => $$$"""{"type":"Authentication","timestamp":"2026-11-24T01:{{{i + 1:00}}}:00.5Z","attempted_identity":{"identity":"botnet@example.jp","context":"SmtpAuthPlain"},"success":true,"auth_info":{"peer_address":"{{{address}}}","identities":[],"groups":[]}}""");

    [Theory]
    [InlineData("SmtpAuthPlain", "false", "a@x.jp 81.2.69.142 failed")]
    [InlineData("HttpBasicAuth", "true", "ignored")]
    [InlineData("", "true", "attempted_identity.context not told")]
    public void An_authentication_is_read_by_these_rules(string context, string success, string expected) => Assert.Equal(
        expected,
        Servers.Last($$$"""{"type":"Authentication","timestamp":"2026-11-24T01:01:00Z","attempted_identity":{"identity":"a@x.jp","context":"{{{context}}}"},"success":{{{success}}},"auth_info":{"peer_address":"81.2.69.142"}}"""));

    [Theory]
    [InlineData("Delivery", 250, 2, "google.example Sent 2.0.0 by gmail-smtp-in.l.google.com of a@x.jp")]
    [InlineData("TransientFailure", 451, 4, "google.example Deferred 4.0.0 by gmail-smtp-in.l.google.com of a@x.jp")]
    [InlineData("Bounce", 550, 5, "google.example Bounced 5.0.0 by gmail-smtp-in.l.google.com of a@x.jp")]
    [InlineData("AdminBounce", 551, 5, "ignored")]
    [InlineData("OOB", 550, 5, "ignored")]
    [InlineData("Feedback", 0, 0, "ignored")]
    public void A_record_is_read_by_these_rules(string type, int code, int enhanced, string expected) => Assert.Equal(expected, Servers.Last(Record(type, code, enhanced, """{"authn_id":"a@x.jp"}""")));

    [Fact]
    public void A_reception_is_the_login_of_one_recipient_and_gives_its_deliveries_the_account() => Assert.Equal(
        ["a@x.jp 81.2.69.142 ok for 1", "google.example Deferred 4.0.0 by gmail-smtp-in.l.google.com of a@x.jp", "google.example Expired 4.0.0 by gmail-smtp-in.l.google.com of a@x.jp"],
        Servers.Read(
            """{"type":"Reception","id":"1d98","sender":"s@x.jp","recipient":"bob@google.example","queue":"google.example","site":"","size":320,"response":{"code":250,"enhanced_code":null,"content":"","command":null},"peer_address":{"name":"laptop","addr":"81.2.69.142"},"timestamp":1795482060,"created":1795482060,"num_attempts":0,"meta":{"authn_id":"a@x.jp"},"reception_protocol":"ESMTP"}""",
            Record("TransientFailure", 451, 4, "{}"),
            Record("Expiration", 551, 5, "{}")));

    [Fact]
    public void A_record_of_a_batch_tells_of_each_recipient() => Assert.Equal(
        ["google.example Bounced 5.0.0 by gmail-smtp-in.l.google.com of a@x.jp", "yahoo.example Bounced 5.0.0 by gmail-smtp-in.l.google.com of a@x.jp"],
        Servers.Read(Record("Bounce", 550, 5, """{"authn_id":"a@x.jp"}""").Replace("\"bob@google.example\"", "[\"bob@google.example\",\"eve@yahoo.example\"]", StringComparison.Ordinal)));

    private static string Record(string type, int code, int enhanced, string meta) =>
        $$$"""{"type":"{{{type}}}","id":"1d98","sender":"s@x.jp","recipient":"bob@google.example","queue":"google.example","site":"x","size":1047,"response":{"code":{{{code}}},"enhanced_code":{"class":{{{enhanced}}},"subject":0,"detail":0},"content":"said","command":"."},{{{Peer}}},"timestamp":1795482091,"created":1795482060,"num_attempts":0,"meta":{{{meta}}},"delivery_protocol":"ESMTP","reception_protocol":"ESMTP"}""";
}
