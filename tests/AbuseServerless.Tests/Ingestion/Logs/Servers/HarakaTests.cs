namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class HarakaTests
{
    private const string Uuid = "B09C16A5-1CD9-40C3-98C3-03F664CA163F";
    private static readonly string Connect = Line("NOTICE", "core", "connect ip=81.2.69.142 port=34496 local_ip=192.0.2.25 local_port=587");
    private static readonly string Disconnect = Line("NOTICE", "core", "disconnect ip=81.2.69.142 rdns=NXDOMAIN helo=laptop relay=Y early=N esmtp=Y tls=N pipe=N errors=0 txns=1 rcpts=3/0/0 msgs=1/0/0 bytes=289 lr=\"\" time=0.327");

    [Fact]
    public void The_name_of_AUTH_LOGIN_is_in_the_log() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Hook("\"c2VjcmV0\""), Disconnect));

    [Fact]
    public void The_name_of_AUTH_PLAIN_is_in_a_log_of_the_protocol() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Line("PROTOCOL", "core", "C: AUTH PLAIN AGFsaWNlQHJpZy50ZXN0AHNlY3JldA== state=1"), Disconnect));

    [Fact]
    public void What_is_no_name_is_not_taken_for_one() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Line("PROTOCOL", "core", "C: AUTH PLAIN AGFsaWNlQHJpZy50ZXN0AHNlY3JldA== state=1"), Hook("AUTH"), Line("PROTOCOL", "core", "C: QUIT state=1"), Disconnect));

    [Fact]
    public void A_login_without_a_name_counts_for_nothing_and_is_said() => Assert.StartsWith("login (Haraka logs", Servers.Last(Connect, Hook("AUTH"), Disconnect), StringComparison.Ordinal);

    [Fact]
    public void Who_was_relayed_for_at_a_port_of_submission_has_logged_in() => Assert.StartsWith("login (Haraka logs", Servers.Last(Connect, Disconnect), StringComparison.Ordinal);

    [Fact]
    public void Who_was_relayed_for_at_port_25_need_not_have() => Assert.Equal("ignored", Servers.Last(Connect.Replace("local_port=587", "local_port=25", StringComparison.Ordinal), Disconnect));

    [Fact]
    public void A_failure_is_told_with_its_name_and_is_no_login() => Assert.Equal(
        ["ignored", "ignored", "ignored", "alice@rig.test 81.2.69.142 failed", "ignored", "ignored"],
        Servers.Read(Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Line("NOTICE", "auth/flat_file", "delaying for 1 seconds"), Hook("\"d3Jvbmc=\""), Disconnect.Replace("relay=Y", "relay=N", StringComparison.Ordinal)));

    [Fact]
    public void The_digest_of_CRAM_MD5_is_no_part_of_the_name() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3QgYjkxM2E2MDJjN2VkYTdhNDk1YjRlNmU3MzM0ZDM4OTA=\""), Disconnect));

    [Fact]
    public void A_session_that_sent_a_message_ends_under_the_name_of_its_transaction() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Disconnect.Replace(Uuid, Uuid + ".1", StringComparison.Ordinal)));

    [Fact]
    public void A_delivery_is_of_the_account_that_had_logged_in_when_the_message_came() => Assert.Equal(
        ["gmail.com Deferred 4.2.1 of alice@rig.test", "gmail.com Expired 4.2.1 of alice@rig.test"],
        Servers.Read(
        [
            Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Line("NOTICE", "core", "sender <alice@rig.test> code=CONT msg=\"\"", ".1"), Disconnect,
            Line("NOTICE", "outbound", "recipient <slow@gmail.com> deferred: 450 4.2.1 slow", ".1.1"), Line("INFO", "outbound", "bouncing mail: Too many failures (slow)", ".1.1"),
        ]).TakeLast(2));

    [Fact]
    public void A_bounce_of_its_own_is_no_delivery() => Assert.Equal(
        "ignored",
        Servers.Last(
            Line("INFO", "outbound", "bouncing mail: Some recipients failed: <bad@yahoo.com>", ".1.1"),
            Line("INFO", "outbound", "Created transaction: 87A0E5E9-9748-43E4-B41D-895CACD12FDD").Replace($"[{Uuid}]", "[-]", StringComparison.Ordinal),
            Line("NOTICE", "outbound", " delivered file=17_vm domain=rig.test host=mx ip=142.250.102.27 port=25 mode=SMTP tls=N auth=N response=\"Ok\" delay=0.051 fails=0 rcpts=1/0/0", ".1").Replace(Uuid, "87A0E5E9-9748-43E4-B41D-895CACD12FDD", StringComparison.Ordinal)));

    [Theory]
    [InlineData(
        "level=NOTICE uuid={0} origin=core message=connect ip=81.2.69.142 port=34496 local_ip=192.0.2.25 local_port=587",
        "level=INFO uuid={0} origin=core message=\"\" hook=unrecognized_command plugin=auth/flat_file function=hook_unrecognized_command params={1} retval=OK msg=\"\"",
        "level=NOTICE uuid={0}.1 origin=core message=disconnect ip=81.2.69.142 rdns=NXDOMAIN helo=laptop relay=Y early=N esmtp=Y tls=N pipe=N errors=0 txns=1 rcpts=3/0/0 msgs=1/0/0 bytes=42 lr=\"\" time=0.034",
        "level=NOTICE uuid={0}.1.1 origin=outbound message=\"recipient <slow@outlook.com> deferred: 450 4.2.1 \\\"slow\\\"\"")]
    [InlineData(
        """{{"level":"NOTICE","uuid":"{0}","origin":"core","message":"connect","ip":"81.2.69.142","port":34496,"local_ip":"192.0.2.25","local_port":587}}""",
        """{{"level":"INFO","uuid":"{0}","origin":"core","message":"","hook":"unrecognized_command","plugin":"auth/flat_file","function":"hook_unrecognized_command","params":{1},"retval":"OK","msg":""}}""",
        """{{"level":"NOTICE","uuid":"{0}.1","origin":"core","message":"disconnect","ip":"81.2.69.142","rdns":"NXDOMAIN","helo":"laptop","relay":"Y","early":"N","rcpts":"3/0/0","msgs":"1/0/0","bytes":42,"lr":"","time":0.073}}""",
        """{{"level":"NOTICE","uuid":"{0}.1.1","origin":"outbound","message":"recipient <slow@outlook.com> deferred: 450 4.2.1 \"slow\""}}""")]
    public void Its_other_formats_tell_the_same(string connect, string hook, string disconnect, string deferred)
    {
        string Said(string line, string parameters = "") => "2026-11-24T01:01:00.116Z " + string.Format(System.Globalization.CultureInfo.InvariantCulture, line, Uuid, parameters);
        Assert.Equal(
            ["ignored", "ignored", "ignored", "alice@rig.test 81.2.69.142 ok for 3", "outlook.com Deferred 4.2.1"],
            Servers.Read(Said(connect), Said(hook, "\"AUTH\""), Said(hook, "\"YWxpY2VAcmlnLnRlc3Q=\""), Said(disconnect), Said(deferred)));
    }

    [Theory]
    [InlineData(" delivered file=17_vm domain=gmail.com host=mx.google.com ip=142.250.102.27 port=25 mode=SMTP tls=N auth=N response=\"Ok: queued as ABC123\" delay=0.242 fails=0 rcpts=1/0/0", "gmail.com Sent by mx.google.com")]
    [InlineData("recipient <slow@outlook.com> deferred: 450 4.2.1 The user is receiving mail too quickly", "outlook.com Deferred 4.2.1")]
    [InlineData("recipient <bad@yahoo.com> rejected: 550 5.1.1 <bad@yahoo.com> no such user here", "yahoo.com Bounced 5.1.1")]
    [InlineData("bouncing mail: Some recipients failed: <bad@yahoo.com>", "ignored")]
    public void A_delivery_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Line("NOTICE", "outbound", text)));

    private static string Line(string level, string part, string text, string transaction = "") => $"2026-11-24T01:01:00.116Z [{level}] [{Uuid}{transaction}] [{part}] {text}";

    private static string Hook(string parameters) => Line("INFO", "core", $" hook=unrecognized_command plugin=auth/flat_file function=hook_unrecognized_command params={parameters} retval=OK msg=\"\"");
}
