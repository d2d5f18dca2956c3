using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Haraka;

namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class HarakaTests
{
    private const string Uuid = "B09C16A5-1CD9-40C3-98C3-03F664CA163F";
    private const string Alice = "YWxpY2VAcmlnLnRlc3Q=";
    private const string Eve = "ZXZlQHJpZy50ZXN0";
    private const string Secret = "c2VjcmV0";
    private const string Failure = "delaying for 1 seconds";
    private static readonly string Connect = Line("NOTICE", "core", "connect ip=81.2.69.142 port=34496 local_ip=192.0.2.25 local_port=587");
    private static readonly string Disconnect = Line("NOTICE", "core", "disconnect ip=81.2.69.142 rdns=NXDOMAIN helo=laptop relay=Y early=N esmtp=Y tls=N pipe=N errors=0 txns=1 rcpts=3/0/0 msgs=1/0/0 bytes=289 lr=\"\" time=0.327");

    [Fact]
    public void The_name_of_AUTH_LOGIN_is_in_the_log() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Hook("\"c2VjcmV0\""), Disconnect));

    [Fact]
    public void The_name_of_AUTH_PLAIN_is_in_a_log_of_the_protocol() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Client("AUTH PLAIN AGFsaWNlQHJpZy50ZXN0AHNlY3JldA=="), Server("235 2.7.0 Authentication successful"), Disconnect));

    [Fact]
    public void What_is_no_name_is_not_taken_for_one() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Client("AUTH PLAIN AGFsaWNlQHJpZy50ZXN0AHNlY3JldA=="), Server("235 2.7.0 Authentication successful"), Hook("AUTH"), Client("QUIT"), Disconnect));

    [Theory]
    [InlineData("login (Haraka logs", "AUTH", Secret)]
    [InlineData("login (Haraka logs", "AUTH", "AGFsaWNlQHJpZy50ZXN0AHNlY3JldA==")]
    [InlineData("login (Haraka logs", "AUTH", "=", Alice, Secret)]
    [InlineData("login (Haraka logs", "AUTH", "YWxpY2VAcmlnLnRlc3Q", Eve, Secret)]
    [InlineData("login (Haraka logs", "AUTH", "YWxpY2VAcmlnLnRlc3QgYjkxM2E2MDJjN2VkYTdhNDk1YjRlNmU3MzM0ZDM4OTA=")]
    [InlineData("login (Haraka logs", "AUTH", Alice, "=")]
    [InlineData("alice@rig.test 81.2.69.142 ok for 3", "AUTH", Alice, Secret, "AUTH", Eve, "=")]
    [InlineData("alice@rig.test 81.2.69.142 ok for 3", "AUTH", Alice, Secret, "AUTH", Eve)]
    [InlineData("alice@rig.test 81.2.69.142 ok for 3", "AUTH", Secret, "AUTH", Alice, Secret)]
    [InlineData("alice@rig.test 81.2.69.142 ok for 3", "AUTH", Alice, Secret, "AUTH", Eve, Failure, Secret)]
    public void Of_words_without_their_method_two_that_did_not_fail_are_a_login(string expected, params string[] words)
    {
        var said = Servers.Read([Connect, .. words.Select(word => word == Failure ? Line("NOTICE", "auth/flat_file", Failure) : Hook(word)), Disconnect]);

        Assert.StartsWith(expected, said[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(said, line => line.Contains("secret", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_password_is_no_account_whose_AUTH_failed() => Assert.DoesNotContain(
        Servers.Read(Connect, Hook("AUTH"), Hook(Secret), Line("NOTICE", "auth/flat_file", Failure), Hook("AUTH"), Disconnect),
        said => said.Contains("secret", StringComparison.Ordinal) || said.Contains("failed", StringComparison.Ordinal));

    [Fact]
    public void An_AUTH_that_fails_behind_one_that_did_not_hides_it_not_at_port_25_either() => Assert.Equal(
        ["eve@rig.test 81.2.69.142 failed", "alice@rig.test 81.2.69.142 ok for 3"],
        Servers.Read(Connect.Replace("local_port=587", "local_port=25", StringComparison.Ordinal), Hook("AUTH"), Hook(Alice), Hook(Secret), Hook("AUTH"), Hook(Eve), Line("NOTICE", "auth/flat_file", Failure), Hook("d3Jvbmc="), Disconnect)
            .Where(said => said != "ignored"));

    [Theory]
    [InlineData("235 2.7.0 Authentication successful", "alice@rig.test 81.2.69.142 ok for 3")]
    [InlineData("504 Invalid AUTH string", "login (Haraka logs")]
    public void What_the_server_answers_decides_in_a_log_of_the_protocol(string answer, string expected) => Assert.StartsWith(
        expected,
        Servers.Last(Connect, Client("AUTH LOGIN"), Server("334 VXNlcm5hbWU6"), Client("="), Server("334 UGFzc3dvcmQ6"), Client(Alice), Server("334 UGFzc3dvcmQ6"), Client(Secret), Server(answer), Client("AUTH LOGIN " + Eve), Server("334 UGFzc3dvcmQ6"), Client("="), Server("504 Invalid AUTH string"), Disconnect),
        StringComparison.Ordinal);

    [Fact]
    public void Who_logs_in_as_two_has_logged_in_as_both_and_nobody_knows_who_sent() => Assert.Equal(
        ["alice@rig.test 81.2.69.142 ok", "eve@rig.test 81.2.69.142 ok"],
        Servers.Read(Connect, Hook("AUTH"), Hook(Alice), Hook(Secret), Hook("AUTH"), Hook(Eve), Hook(Secret), Disconnect).TakeLast(2));

    [Fact]
    public void Behind_a_load_balancer_the_client_is_who_it_says() => Assert.Equal(
        ["eve@rig.test 2001:db8::7 failed", "alice@rig.test 2001:db8::7 ok for 3"],
        Servers.Read(
            Connect.Replace("local_port=587", "local_port=2525", StringComparison.Ordinal), Line("INFO", "core", "HAProxy proto=TCP6 src_ip=2001:db8::7:50000 dst_ip=2001:db8::25:587"),
            Hook("AUTH"), Hook(Eve), Line("NOTICE", "auth/flat_file", Failure), Hook("d3Jvbmc="), Hook("AUTH"), Hook(Alice), Hook(Secret), Disconnect.Replace("81.2.69.142", "2001:db8::7", StringComparison.Ordinal))
            .Where(said => said != "ignored"));

    [Fact]
    public void What_is_remembered_of_a_session_holds_no_password()
    {
        var reader = new MailLogReader([HarakaLogReader.Format], TimeZoneInfo.Utc, TimeProvider.System);
        foreach (var line in (string[])[Connect, Hook("AUTH"), Hook(Alice), Hook(Secret), Hook("AUTH"), Hook(Secret)])
        {
            reader.Read(line);
        }

        var state = reader.Save();
        Assert.DoesNotContain("secret", state["haraka"], StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, state["haraka"], StringComparison.Ordinal);
        Assert.Equal("alice@rig.test", Assert.IsType<AuthLine>(new MailLogReader([HarakaLogReader.Format], TimeZoneInfo.Utc, TimeProvider.System, state: state).Read(Disconnect)).Event.Account.Value);
    }

    [Fact]
    public void A_login_without_a_name_counts_for_nothing_and_is_said() => Assert.StartsWith("login (Haraka logs", Servers.Last(Connect, Hook("AUTH"), Disconnect), StringComparison.Ordinal);

    [Fact]
    public void Who_was_relayed_for_at_a_port_of_submission_has_logged_in() => Assert.StartsWith("login (Haraka logs", Servers.Last(Connect, Disconnect), StringComparison.Ordinal);

    [Fact]
    public void Who_was_relayed_for_at_port_25_need_not_have() => Assert.Equal("ignored", Servers.Last(Connect.Replace("local_port=587", "local_port=25", StringComparison.Ordinal), Disconnect));

    [Fact]
    public void A_failure_is_told_with_its_name_and_is_no_login() => Assert.Equal(
        ["ignored", "ignored", "ignored", "ignored", "alice@rig.test 81.2.69.142 failed", "ignored"],
        Servers.Read(Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Line("NOTICE", "auth/flat_file", "delaying for 1 seconds"), Hook("\"d3Jvbmc=\""), Disconnect.Replace("relay=Y", "relay=N", StringComparison.Ordinal)));

    [Fact]
    public void The_digest_of_CRAM_MD5_is_no_part_of_the_name() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Line("INFO", "auth/flat_file", "ticket: <a.b@mx1>"), Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3QgYjkxM2E2MDJjN2VkYTdhNDk1YjRlNmU3MzM0ZDM4OTA=\""), Disconnect));

    [Fact]
    public void A_session_that_sent_a_message_ends_under_the_name_of_its_transaction() => Assert.Equal(
        "alice@rig.test 81.2.69.142 ok for 3",
        Servers.Last(Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Hook(Secret), Disconnect.Replace(Uuid, Uuid + ".1", StringComparison.Ordinal)));

    [Fact]
    public void A_delivery_is_of_the_account_that_had_logged_in_when_the_message_came() => Assert.Equal(
        ["gmail.com Deferred 4.2.1 of alice@rig.test", "gmail.com Expired 4.2.1 of alice@rig.test"],
        Servers.Read(
        [
            Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Hook(Secret), Line("NOTICE", "core", "sender <alice@rig.test> code=CONT msg=\"\"", ".1"), Disconnect,
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
            ["ignored", "ignored", "ignored", "ignored", "alice@rig.test 81.2.69.142 ok for 3", "outlook.com Deferred 4.2.1"],
            Servers.Read(Said(connect), Said(hook, "\"AUTH\""), Said(hook, "\"YWxpY2VAcmlnLnRlc3Q=\""), Said(hook, $"\"{Secret}\""), Said(disconnect), Said(deferred)));
    }

    [Theory]
    [InlineData(" delivered file=17_vm domain=gmail.com host=mx.google.com ip=142.250.102.27 port=25 mode=SMTP tls=N auth=N response=\"Ok: queued as ABC123\" delay=0.242 fails=0 rcpts=1/0/0", "gmail.com Sent by mx.google.com")]
    [InlineData("recipient <slow@outlook.com> deferred: 450 4.2.1 The user is receiving mail too quickly", "outlook.com Deferred 4.2.1")]
    [InlineData("recipient <bad@yahoo.com> rejected: 550 5.1.1 <bad@yahoo.com> no such user here", "yahoo.com Bounced 5.1.1")]
    [InlineData("bouncing mail: Some recipients failed: <bad@yahoo.com>", "ignored")]
    public void A_delivery_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Line("NOTICE", "outbound", text)));

    private static string Line(string level, string part, string text, string transaction = "") => $"2026-11-24T01:01:00.116Z [{level}] [{Uuid}{transaction}] [{part}] {text}";

    private static string Hook(string parameters) => Line("INFO", "core", $" hook=unrecognized_command plugin=auth/flat_file function=hook_unrecognized_command params={parameters} retval=OK msg=\"\"");

    private static string Client(string text) => Line("PROTOCOL", "core", $"C: {text} state=1");

    private static string Server(string text) => Line("PROTOCOL", "core", $"S: {text}");
}
