namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

public class QmailTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident((i, address) => $"Nov 24 01:{i + 1:00}:00 mx1 vpopmail[171{i:00}]: vchkpw-submission: (PLAIN) login success botnet@example.jp:{address}");

    [Theory]
    [InlineData("vpopmail[1]: vchkpw-smtp: (CRAM-MD5) login success a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 ok")]
    [InlineData("vpopmail[1]: vchkpw-smtps: (PLAIN) login success a@x.jp:2001:db8::1", "a@x.jp 2001:db8::1 ok")]
    [InlineData("vpopmail[1]: vchkpw-587: (PLAIN) login success a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 ok")]
    [InlineData("vpopmail[1]: vchkpw-9587: (PLAIN) login success a@x.jp:81.2.69.142", "protocol (the port is none that mail clients use) not told")]
    [InlineData("vpopmail[1]: vchkpw-pop3: (PLAIN) login success a@x.jp:81.2.69.142", "ignored")]
    [InlineData("vpopmail[1]: vchkpw-imaps: (PLAIN) login success a@x.jp:81.2.69.142", "ignored")]
    [InlineData("vpopmail[1]: vchkpw-webmail: (PLAIN) login success a@x.jp:127.0.0.1", "ignored")]
    [InlineData("vpopmail[1]: vchkpw-smtp: password fail a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: password fail (pass: 'x') y') a@x.jp:81.2.69.142", "a@x.jp 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: vpopmail user not found webmaster@:81.2.69.142", "webmaster 81.2.69.142 failed")]
    [InlineData("vpopmail[1]: vchkpw-smtp: vpopmail user not found (PLAIN) login success v@x.jp@y:81.2.69.142", "(plain) login success v@x.jp@y 81.2.69.142 failed")]
    [InlineData("smtp_auth[77]: SMTP user a@x.jp : logged in from host.example [81.2.69.142]", "a@x.jp 81.2.69.142 ok")]
    [InlineData("smtp_auth: SMTP user a : /var/qmail/mailnames/x.jp/a logged in from unknown@ [81.2.69.142]", "a 81.2.69.142 ok")]
    [InlineData("smtp_auth: smtp_auth: SMTP user a : /var/qmail/mailnames/x.jp/a logged in from unknown@unknown [81.2.69.142]", "a 81.2.69.142 ok")]
    [InlineData("smtp_auth: FAILED: a@x.jp - password incorrect from unknown@unknown [81.2.69.142]", "a@x.jp 81.2.69.142 failed")]
    [InlineData("smtp_auth: SMTP connect from unknown@unknown [81.2.69.142]", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last("Nov 24 01:01:00 mx1 " + text));
}

public class ZimbraTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident((i, address) => Line($"2026-11-24 01:{i + 1:00}:00,123", $"name=botnet@example.jp;oip={address};oport=5;oproto=smtp;", "cmd=Auth; account=botnet@example.jp; protocol=soap;"));

    [Theory]
    [InlineData("name=a@x.jp;ip=192.0.2.1;oip=81.2.69.142;oport=5;oproto=smtp;", "cmd=Auth; account=a@x.jp; protocol=soap;", "a@x.jp 81.2.69.142 ok")]
    [InlineData("name=a@x.jp;oip=81.2.69.142, 192.0.2.9;oproto=smtp;", "cmd=Auth; account=a@x.jp; protocol=soap;", "a@x.jp 81.2.69.142 ok")]
    [InlineData("ip=81.2.69.142;", "cmd=Auth; account=a@x.jp; protocol=smtp;", "a@x.jp 81.2.69.142 ok")]
    [InlineData("oip=81.2.69.142;oproto=smtp;", "cmd=Auth; account=a@x.jp; protocol=soap; error=authentication failed for [a], invalid password;", "a@x.jp 81.2.69.142 failed")]
    [InlineData("name=a@x.jp;oip=81.2.69.142;ua=zclient/9;", "cmd=Auth; account=a@x.jp; protocol=soap;", "ignored")]
    [InlineData("ip=192.0.2.3;oip=81.2.69.142;", "cmd=Auth; account=a@x.jp; protocol=imap;", "ignored")]
    [InlineData("ip=192.0.2.3;oip=81.2.69.142;oproto=smtp;", "cmd=AdminAuth; account=a@x.jp;", "ignored")]
    [InlineData("name=a@x.jp;oip=81.2.69.142;ua=x;oip=6.6.6.6;", "cmd=Auth; account=a@x.jp; protocol=smtp;", "a@x.jp 81.2.69.142 ok")]
    public void A_line_is_read_by_these_rules(string context, string said, string expected) => Assert.Equal(expected, Servers.Last(Line("2026-11-24 01:01:00,123", context, said)));

    private static string Line(string time, string context, string said) => $"{time} INFO  [qtp1-80:https://mail.x.jp:7073/service/admin/soap/] [{context}] security - {said}";
}

public class NginxTests
{
    private const string Start = "2026/11/24 01:01:00 [info] 1234#1234: *5 ";

    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident(
        (i, address) => $"2026/11/24 01:{i + 1:00}:00 [info] 1234#1234: *{i} client logged in, client: {address}, server: 0.0.0.0:587, login: \"botnet@example.jp\", upstream: 192.0.2.7:25");

    [Theory]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:465, login: \"a@x.jp\"", "a@x.jp 81.2.69.142 ok")]
    [InlineData(Start + "client logged in, client: 2001:db8::1, server: [::]:587, login: \"a\", upstream: [::1]:25 (x)", "a 2001:db8::1 ok")]
    [InlineData("Nov 24 01:01:00 mx1 nginx: 2026/11/24 01:01:00 [info] 1#1: *5 client logged in, client: 81.2.69.142, server: 0.0.0.0:25, login: \"a\"", "a 81.2.69.142 ok")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:993, login: \"a\"", "ignored")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:110, login: \"a\"", "ignored")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: 0.0.0.0:10587, login: \"a\"", "protocol (the port is none that mail clients use) not told")]
    [InlineData(Start + "client logged in, client: 81.2.69.142, server: unix:/run/x.sock, login: \"a\"", "ignored")]
    [InlineData(Start + "client login failed: \"Invalid login or password\" while in http auth state, client: 81.2.69.142, server: 0.0.0.0:587, login: \"a\"", "a 81.2.69.142 failed")]
    [InlineData(Start + "client login failed: \"x\" while in http auth state, client: 81.2.69.142, server: 0.0.0.0:587, login: \"a\", client: 6.6.6.6, login: \"v\"", "a\", client: 6.6.6.6, login: \"v 81.2.69.142 failed")]
    [InlineData(Start + "client 81.2.69.142:5 connected to 0.0.0.0:587", "ignored")]
    public void A_line_is_read_by_these_rules(string line, string expected) => Assert.Equal(expected, Servers.Last(line));
}

public class StalwartTests
{
    [Fact]
    public void The_incident_is_found() => Servers.AreTheIncident(
        (i, address) => $"2026-11-24T01:{i + 1:00}:00Z INFO Authentication successful (auth.success) listenerId = \"submissions\", localPort = 465, remoteIp = {address}, remotePort = 5, accountName = \"botnet@example.jp\", type = \"PLAIN\"");

    [Theory]
    [InlineData("INFO Authentication successful (auth.success) listenerId = \"submission\", localPort = 10587, remoteIp = 81.2.69.142, accountName = \"a@x.jp\"", "a@x.jp 81.2.69.142 ok")]
    [InlineData("INFO Authentication successful (auth.success) listenerId = \"smtp\", localPort = 25, remoteIp = 2001:db8::1, accountName = \"a\"", "a 2001:db8::1 ok")]
    [InlineData("WARN Authentication failed (auth.failed) listenerId = \"submission\", localPort = 587, remoteIp = 81.2.69.142, accountName = \"a\"", "a 81.2.69.142 failed")]
    [InlineData("WARN Authentication failed (auth.failed) listenerId = \"submission\", localPort = 587, remoteIp = 81.2.69.142, accountName = \"a\\\", remoteIp = 6.6.6.6, accountName = \\\"v\"", "a\", remoteip = 6.6.6.6, accountname = \"v 81.2.69.142 failed")]
    [InlineData("INFO Authentication successful (auth.success) listenerId = \"imaptls\", localPort = 993, remoteIp = 81.2.69.142, accountName = \"a\"", "ignored")]
    [InlineData("INFO Authentication successful (auth.success) listenerId = \"https\", localPort = 443, remoteIp = 81.2.69.142, accountName = \"a\"", "ignored")]
    [InlineData("INFO Authentication successful (auth.success) remoteIp = 81.2.69.142, accountName = \"a\"", "listenerId not told")]
    [InlineData("INFO SMTP MAIL FROM command (smtp.mail-from) listenerId = \"submission\", from = \"x (auth.success) accountName = \\\"v\\\"\"", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last("2026-11-24T01:01:00Z " + text));

    [Fact]
    public void The_log_may_be_JSON() => Assert.Equal(
        "a@x.jp 81.2.69.142 ok",
        Servers.Last("""{"id":"1","createdAt":"2026-11-24T01:01:00Z","type":"auth.success","data":{"listenerId":"submissions","localPort":465,"remoteIp":"81.2.69.142","accountName":"a@x.jp"}}"""));
}

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

    private static string Record(string type, int code, int enhanced, string meta) =>
        $$$"""{"type":"{{{type}}}","id":"1d98","sender":"s@x.jp","recipient":"bob@google.example","queue":"google.example","site":"x","size":1047,"response":{"code":{{{code}}},"enhanced_code":{"class":{{{enhanced}}},"subject":0,"detail":0},"content":"said","command":"."},{{{Peer}}},"timestamp":1795482091,"created":1795482060,"num_attempts":0,"meta":{{{meta}}},"delivery_protocol":"ESMTP","reception_protocol":"ESMTP"}""";
}

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
    public void A_login_without_a_name_counts_for_nothing_and_is_said() => Assert.StartsWith("login (Haraka logs", Servers.Last(Connect, Hook("AUTH"), Disconnect), StringComparison.Ordinal);

    [Fact]
    public void A_failure_is_no_login() => Assert.Equal(
        "ignored",
        Servers.Last(Connect, Hook("AUTH"), Hook("\"YWxpY2VAcmlnLnRlc3Q=\""), Line("NOTICE", "auth/flat_file", "delaying for 1 seconds"), Hook("\"d3Jvbmc=\""), Disconnect.Replace("relay=Y", "relay=N", StringComparison.Ordinal)));

    [Theory]
    [InlineData(" delivered file=17_vm domain=gmail.com host=mx.google.com ip=142.250.102.27 port=25 mode=SMTP tls=N auth=N response=\"Ok: queued as ABC123\" delay=0.242 fails=0 rcpts=1/0/0", "gmail.com Sent by mx.google.com")]
    [InlineData("recipient <slow@outlook.com> deferred: 450 4.2.1 The user is receiving mail too quickly", "outlook.com Deferred 4.2.1")]
    [InlineData("recipient <bad@yahoo.com> rejected: 550 5.1.1 <bad@yahoo.com> no such user here", "yahoo.com Bounced 5.1.1")]
    [InlineData("bouncing mail: Some recipients failed: <bad@yahoo.com>", "ignored")]
    public void A_delivery_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Line("NOTICE", "outbound", text)));

    private static string Line(string level, string part, string text) => $"2026-11-24T01:01:00.116Z [{level}] [{Uuid}] [{part}] {text}";

    private static string Hook(string parameters) => Line("INFO", "core", $" hook=unrecognized_command plugin=auth/flat_file function=hook_unrecognized_command params={parameters} retval=OK msg=\"\"");
}

public class HMailServerTests
{
    [Fact]
    public void The_name_stands_in_the_session_before() => Assert.Equal(
        ["alice@x.jp 81.2.69.142 ok", "alice@x.jp 81.2.69.142 failed"],
        Servers.Read(
            Line("SENT: 220 mx1 ESMTP"),
            Line("RECEIVED: AUTH LOGIN"),
            Line("SENT: 334 VXNlcm5hbWU6"),
            Line("RECEIVED: YWxpY2VAeC5qcA=="),
            Line("SENT: 334 UGFzc3dvcmQ6"),
            Line("RECEIVED: ***"),
            Line("SENT: 235 authenticated."),
            Line("RECEIVED: AUTH LOGIN YWxpY2VAeC5qcA=="),
            Line("RECEIVED: ***"),
            Line("SENT: 535 Authentication failed. Restarting authentication process.")).Where(said => said != "ignored"));

    [Theory]
    [InlineData("login (hidden in AUTH PLAIN, or said before the log begins) not told", "RECEIVED: AUTH PLAIN ***", "SENT: 235 authenticated.")]
    [InlineData("ignored", "RECEIVED: AUTH PLAIN ***", "SENT: 535 Authentication failed.")]
    [InlineData("ignored", "RECEIVED: MAIL FROM:<SENT: 235 authenticated.>", "SENT: 250 OK")]
    public void What_is_not_told_is_not_guessed(string expected, params string[] said) => Assert.Equal(expected, Servers.Last(said.Select(Line)));

    [Fact]
    public void Pop3_is_ignored() => Assert.Equal("ignored", Servers.Last("\"POP3D\"\t1\t5\t\"2026-11-24 01:01:00.123\"\t\"81.2.69.142\"\t\"RECEIVED: USER alice\""));

    private static string Line(string said) => $"\"SMTPD\"\t1234\t5\t\"2026-11-24 01:01:00.123\"\t\"81.2.69.142\"\t\"{said}\"";
}

public class OpenSmtpdTests
{
    private const string Start = "Nov 24 01:01:00 mx1 smtpd[99]: ";

    [Fact]
    public void A_login_has_the_address_of_its_connection_and_a_delivery_the_account_of_its_session() => Assert.Equal(
        ["ignored", "alice 81.2.69.142 ok", "ignored", "gmail.com Bounced 5.1.1 by mx.google.com of alice", "outlook.com Deferred 4.2.1 by mx.outlook.com of alice"],
        Servers.Read(
            Start + "5c1b2d3e4f5a6b7c smtp connected address=81.2.69.142 host=<unknown>",
            Start + "5c1b2d3e4f5a6b7c smtp authentication user=alice result=ok",
            Start + "5c1b2d3e4f5a6b7c smtp message msgid=01234567 size=466 nrcpt=2 proto=ESMTP",
            Start + "0c1b2d3e4f5a6b7d mta delivery evpid=0123456789abcdef from=<alice@x.jp> to=<bob@gmail.com> rcpt=<-> source=\"192.0.2.1\" relay=\"142.250.102.27 (mx.google.com)\" delay=1s result=\"PermFail\" stat=\"550 5.1.1 no such user\"",
            Start + "0c1b2d3e4f5a6b7d mta delivery evpid=0123456789abcdee from=<alice@x.jp> to=<bob@outlook.com> rcpt=<-> source=\"192.0.2.1\" relay=\"67.195.204.77 (mx.outlook.com)\" delay=1s result=\"TempFail\" stat=\"450 4.2.1 slow\""));

    [Theory]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice address=81.2.69.142 host=x result=ok", "alice 81.2.69.142 ok")]
    [InlineData("5c1b2d3e4f5a6b7c smtp event=authentication user=alice address=81.2.69.142 host=x result=ok", "alice 81.2.69.142 ok")]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice address=81.2.69.142 host=x result=permfail", "alice 81.2.69.142 failed")]
    [InlineData("5c1b2d3e4f5a6b7c smtp authentication user=alice result=ok", "address (the connection was made before the log begins) not told")]
    [InlineData("5c1b2d3e4f5a6b7c smtp failed-command command=\"AUTH PLAIN (...)\" result=\"535 Authentication failed\"", "ignored")]
    public void A_line_is_read_by_these_rules(string text, string expected) => Assert.Equal(expected, Servers.Last(Start + text));
}

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
}
