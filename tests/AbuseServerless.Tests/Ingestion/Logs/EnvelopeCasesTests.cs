using System.Text.Json;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>The same twelve lines of Postfix as many programs wrap them: eleven logins of one account, and a delivery that Google refused.</summary>
public sealed class EnvelopeCasesTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("p01-rfc3339.log")]
    [InlineData("p05-journal-short-precise.log")]
    [InlineData("p06-journal-short-full.log")]
    [InlineData("p08-journal-json.jsonl")]
    [InlineData("p09-rfc5424.log")]
    [InlineData("p11-busybox.log")]
    [InlineData("p13-compose.log")]
    [InlineData("p14-docker-t.log")]
    [InlineData("p16-k8s-cri.log")]
    [InlineData("p22-facility-tag.log")]
    [InlineData("p28-journal-ja.log")]
    public void Whatever_wrapped_them_the_lines_tell_the_same(string file) => AssertIncident(File.ReadLines(Case(file)));

    /// <summary>What a wrapper makes of a BSD line of 24 November, and of its parts: time, host, tag, process and message.</summary>
    public static TheoryData<string> Wrappers => new()
    {
        "<22>{bsd} {host} {tag}[{pid}]: {msg}",
        "<22>1 2026-11-24T{hms}Z {host} {tag} {pid} ID7 [a@1 x=\"]\\\"\"][b y=\"\"] \uFEFF{msg}",
        "{bsd} {tag}[{pid}]: {msg}",
        "{bsd} {host} {tag}[{pid}]: [ID 197553 mail.info] {msg}",
        "{bsd} <mail.info> {host} {tag}[{pid}]: {msg}",
        "Nov 24 2026 {hms} {host} {tag}[{pid}]: {msg}",
        "Tue Nov 24 {hms} 2026 {host} {tag}[{pid}]: {msg}",
        "2026-11-24 {hms},123 {host} {tag}[{pid}]: {msg}",
        "2026-11-24 {hms}.123456 +0000 {host} {tag}[{pid}]: {msg}",
        "2026-11-24T{hms} {host} {tag}[{pid}]: {msg}",
        "2026-11-24T{hms}+0000 {host} {tag}[{pid}]: {msg}",
        "火 2026-11-24 {hms} UTC {host} {tag}[{pid}]: {msg}",
        "mar. 2026-11-24 {hms} UTC {host} {tag}[{pid}]: {msg}",
        "nov. 24 {hms} {host} {tag}[{pid}]: {msg}",
        "Nov 24 {hms} {host} {tag}[{pid}]: {msg}",
        "11월 24 {hms} {host} {tag}[{pid}]: {msg}",
        "11月 24 {hms} {host} {tag}[{pid}]: {msg}",
        "{epoch}.604074 {host} {tag}[{pid}]: {msg}",
        "@{tai}23fb8a9c {host} {tag}[{pid}]: {msg}",
        "mail.log.2.gz:{bsd} {host} {tag}[{pid}]: {msg}",
        "/var/log/mail.log:12:{bsd} {host} {tag}[{pid}]: {msg}",
        "\u001b[36mpostfix-1  | \u001b[0m{bsd} {host} {tag}[{pid}]: {msg}",
        "postfix-1  | 2026-11-24T{hms}.604074169Z {bsd} {host} {tag}[{pid}]: {msg}",
        "2026-11-24T{hms}.604074169Z {tag}[{pid}]: {msg}",
        "2026-11-24T{hms}.604074169Z stderr F {tag}[{pid}]: {msg}",
        """{"log":"{bsd} {host} {tag}[{pid}]: {msg}\n","stream":"stdout","time":"2026-11-24T{hms}.604074169Z"}""",
        """{"time":"{epoch}","priority":"info","program":"{tag}","message":"{msg}"}""",
        """{"@timestamp":"2026-11-24T{hms}.604Z","host":{"name":"{host}"},"message":"{bsd} {host} {tag}[{pid}]: {msg}"}""",
        """{"timestamp":"2026-11-24T{hms}Z","host":"{host}","ident":"{tag}","pid":"{pid}","message":"{msg}"}""",
        "  {bsd} {host} {tag}[{pid}]: {msg}",
        "    12\t{bsd} {host} {tag}[{pid}]: {msg}",
        "{bsd} loghost {bsd} {host} {tag}[{pid}]: {msg}",
        "2026-11-24T{hms}Z\t{host}\t{tag}[{pid}]:\t{msg}",
        "2026-11-24_{hms}.12345 {tag}[{pid}]: {msg}",
        "[2026-11-24 {hms}] {host} {tag}[{pid}]: {msg}",
        "[pod/postfix-0/postfix] 2026-11-24T{hms}.604074169Z {bsd} {host} {tag}[{pid}]: {msg}",
        "[mail.info] {bsd} {host} {tag}[{pid}]: {msg}",
        "{epoch}604074 {host} {tag}[{pid}]: {msg}",
        "1 2026-11-24T{hms}Z {host} {tag} {pid} - - {msg}",
        "123 <22>1 2026-11-24T{hms}Z {host} {tag} {pid} - - {msg}",
        "<22>1 2026-11-24T{hms}Z {host} {tag} - - - {tag}[{pid}]: {msg}",
        "\u001b[36mpostfix_1  |\u001b[0m {bsd} {host} {tag}[{pid}]: {msg}",
        "лис 24 {hms} {host} {tag}[{pid}]: {msg}",
        "νοέ 24 {hms} {host} {tag}[{pid}]: {msg}",
        "พ.ย. 24 {hms} {host} {tag}[{pid}]: {msg}",
        "2026-11-24T{hms}Z\tmail.info\t" + """{"host":"{host}","ident":"{tag}","pid":"{pid}","message":"{msg}"}""",
        """{"timereported":"2026-11-24T{hms}Z","hostname":"{host}","syslogtag":"{tag}[{pid}]:","programname":"postfix","msg":" {msg}"}""",
        """{"PROGRAM":"{tag}","PID":"{pid}","MESSAGE":"{msg}","HOST":"{host}","DATE":"{bsd}"}""",
        """{"version":"1.1","host":"{host}","short_message":"{msg}","timestamp":{epoch}.604,"_program":"{tag}"}""",
        """{"labels":{"job":"mail"},"line":"{bsd} {host} {tag}[{pid}]: {msg}","timestamp":"2026-11-24T{hms}Z"}""",
        """{"textPayload":"{bsd} {host} {tag}[{pid}]: {msg}","timestamp":"2026-11-24T{hms}Z"}""",
        """{"_source":{"@timestamp":"2026-11-24T{hms}Z","message":"{msg}","host":{"hostname":"{host}"},"process":{"name":"{tag}","pid":7}}}""",
        "{bsd} {host} mail:info {tag}[{pid}]: {msg}",
        "2026-11-24T{hms}Z {app=\"postfix\", host=\"mx1\"} {bsd} {host} {tag}[{pid}]: {msg}",
        "postfix-0 postfix {bsd} {host} {tag}[{pid}]: {msg}",
        "[postfix-0] {bsd} {host} {tag}[{pid}]: {msg}",
        "mail_postfix.1.xk3l0p9@node1    | {bsd} {host} {tag}[{pid}]: {msg}",
        """{"@timestamp":"2026-11-24T{hms}Z","stream":"stdout","_p":"F","log":"{bsd} {host} {tag}[{pid}]: {msg}","kubernetes":{"pod_name":"postfix-0"}}""",
        "{bsd} node1 3f1c2d4e5a6b[812]: {bsd} {host} {tag}[{pid}]: {msg}",
        "{bsd} node1 docker/postfix[812]: {bsd} {host} {tag}[{pid}]: {msg}",
        "{bsd} node1 docker/smtp[812]: {tag}[{pid}]: {msg}",
        "{bsd} node1 3f1c2d4e5a6b[812]: {tag}[{pid}]: {msg}",
        "{bsd} node1 postfix/mail/3f1c2d4e5a6b[812]: {bsd} {host} {tag}[{pid}]: {msg}",
        """{"timestamp":"2026-11-24T{hms}Z","host":"{host}","severity":"info","tag":"{tag}[{pid}]:","message":" {msg}"}""",
        """{"@timestamp":"2026-11-24T{hms}Z","host":{"name":"{host}"},"event":{"original":"{bsd} {host} {tag}[{pid}]: {msg}","dataset":"x"},"tags":["preserve_original_event"]}""",
        "2026-11-24 {hms}.000\t{bsd} {host} {tag}[{pid}]: {msg}",
        """{"__REALTIME_TIMESTAMP":"{epoch}604074","_HOSTNAME":"node1","SYSLOG_IDENTIFIER":"postfix","CONTAINER_NAME":"postfix","MESSAGE":"{bsd} {host} {tag}[{pid}]: {msg}"}""",
        """{"EventTime":"2026-11-24 {hms}","Hostname":"{host}","SourceName":"{tag}","ProcessID":"{pid}","Message":"{msg}"}""",
        """{"@timestamp":"2026-11-24T{hms}Z","message":"{msg}","log":{"syslog":{"appname":"{tag}","procid":7}},"host":{"name":"{host}"}}""",
        """{"_index":"x","fields":{"@timestamp":["2026-11-24T{hms}Z"],"message":["{msg}"],"process.name":["{tag}"],"host.name":["{host}"]}}""",
        """{"jsonPayload":{"message":"{bsd} {host} {tag}[{pid}]: {msg}"},"timestamp":"2026-11-24T{hms}Z"}""",
        """{"stream":"stdout","logtag":"F","log":"{bsd} {host} {tag}[{pid}]: {msg}","time":"2026-11-24T{hms}Z"}""",
        """{"stream":"stdout","log":"{bsd} {host} {tag}[{pid}]: {msg}","time":"2026-11-24T{hms}Z"}""",
        """{"TimeGenerated":"2026-11-24T{hms}Z","Computer":"{host}","ProcessName":"{tag}","ProcessID":"{pid}","SyslogMessage":"{msg}"}""",
        """{"timestamp":"2026-11-24T{hms}Z","source":"{host}","message":"{tag}[{pid}]: {msg}"}""",
        """{"timestamp":"2026-11-24T{hms}Z","source":"{host}","message":"{host} {tag}[{pid}]: {msg}"}""",
        """{"timestamp":"2026-11-24T{hms}Z","full_log":"{bsd} {host} {tag}[{pid}]: {msg}","location":"/var/log/mail.log"}""",
        "7711561783320576\t2026-11-24T{hms}Z\t2026-11-24T23:00:00Z\t2\t{host}\t192.0.2.1\tMail\tInfo\t{tag}\t{msg}",
        """ts=2026-11-24T{hms}Z level=info job="mail \"in\"" host={host} msg="{bsd} {host} {tag}[{pid}]: {msg}" """,
        "7711561783320576\t2026-11-24T{hms}Z\t2026-11-24T23:00:00Z\t2\t{host}\t192.0.2.1\tMail\tInfo\t\t{bsd} {host} {tag}[{pid}]: {msg}",
        """2026-11-24T{hms}.604074169Z ts=2026-11-24T{hms}Z msg="{bsd} {host} {tag}[{pid}]: {msg}" """,
        """time="2026-11-24T{hms}Z" level=info msg="{tag}[{pid}]: {msg}" """,
        """time="2026-11-24T{hms}Z" level=info msg="{bsd} {host} {tag}[{pid}]:\t{msg}\n" """,
        """time="2026-11-24T{hms}Z" level=info job="\u90f5\u4fbf" msg="{bsd} {host}\u0020{tag}[{pid}]: {msg}" """,
        """{"resourceLogs":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"{host}"}}]},"scopeLogs":[{"scope":{},"logRecords":[{"timeUnixNano":"{epoch}000000000","body":{"stringValue":"{bsd} {host} {tag}[{pid}]: {msg}"},"traceId":"","spanId":""}]}]}]}""",
        """{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":[{"observedTimeUnixNano":"{epoch}000000000","body":{"stringValue":"x"},"attributes":[{"key":"appname","value":{"stringValue":"{tag}"}},{"key":"hostname","value":{"stringValue":"{host}"}},{"key":"message","value":{"stringValue":"{msg}"}}]}]}]}]}""",
        """{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":[{"body":{"kvlistValue":{"values":[{"key":"SYSLOG_IDENTIFIER","value":{"stringValue":"{tag}"}},{"key":"__REALTIME_TIMESTAMP","value":{"stringValue":"{epoch}604074"}},{"key":"MESSAGE","value":{"stringValue":"{msg}"}}]}}}]}]}]}""",
        "\u001e" + """{"SYSLOG_IDENTIFIER":"{tag}","_HOSTNAME":"{host}","__REALTIME_TIMESTAMP":"{epoch}604074","SYSLOG_PID":"{pid}","MESSAGE":"{msg}"}""",
    };

    [Theory]
    [MemberData(nameof(Wrappers))]
    public void Each_wrapper_is_taken_off(string wrapper) => AssertIncident(File.ReadLines(Case("p11-busybox.log")).Select(line => Wrap(wrapper, line)));

    [Fact]
    public void An_array_of_mailcow_is_read_from_its_oldest_line()
    {
        var lines = File.ReadLines(Case("p11-busybox.log")).Select(line => Wrap("""{"time":"{epoch}","priority":"info","program":"{tag}","message":"{msg}"}""", line)).Reverse();
        AssertIncident(["[" + string.Join(',', lines) + "]"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Indented_objects_are_put_together(bool isList)
    {
        var objects = File.ReadLines(Case("p11-busybox.log")).Select(line => Wrap("""{"time":"{epoch}","program":"{tag}","message":"{msg}"}""", line));
        var indented = objects.Select(line => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(line), Indented)).ToList();

        // mailcow gives the newest line first.
        AssertIncident((isList ? "[\n" + string.Join(",\n", Enumerable.Reverse(indented)) + "\n]" : string.Join('\n', indented)).Split('\n'));
    }

    [Fact]
    public void A_bracket_alone_swallows_no_other_lines() => AssertIncident(["{", .. File.ReadLines(Case("p11-busybox.log")), "["]);

    [Fact]
    public void A_list_that_breaks_off_gives_what_was_whole()
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        foreach (var line in (string[])["[", .. File.ReadLines(Case("p11-busybox.log")).Select(line => Wrap("""{"time":"{epoch}","program":"{tag}","message":"{msg}"},""", line)), "{", "\"time\":"])
        {
            Assert.Empty(reader.Read(line).Events);
        }

        Assert.Equal(12, reader.Release().Count);
        Assert.Equal((11, 1, 1), (reader.Tally.Logins, reader.Tally.Deliveries, reader.Tally.Damaged));
    }

    [Fact]
    public void Parts_of_a_line_are_put_together() => Assert.Single(Events(
        [
            "2026-11-24T01:01:00.604074169Z stdout P Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[200.147.3.157], sasl_",
            "2026-11-24T01:01:00.604074169Z stderr F something else",
            "2026-11-24T01:01:00.604074169Z stdout F method=PLAIN, sasl_username=a@example.jp",
        ]));

    [Theory]
    [InlineData("2026-11-24T01:01:00Z mx1 postfix/smtpd[1]: warning: unknown[192.0.2.7]: improper command pipelining: Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=victim")]
    [InlineData("2026-11-24T01:01:00Z mx1 sshd[1]: Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=victim")]
    [InlineData("Nov 24 01:01:00 mx1 app[1]: x  | Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=victim")]
    [InlineData("Nov 24 01:01:00 mx1 app[1]: {\"SYSLOG_IDENTIFIER\":\"postfix/smtpd\",\"__REALTIME_TIMESTAMP\":\"1795482060604074\",\"MESSAGE\":\"4jY: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=victim\"}")]
    [InlineData("level=info msg=\"Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=victim\"")]
    [InlineData("ts=2026-11-24T01:01:00Z user=\"x\\\" msg=\\\"Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[8.8.8.8], sasl_username=victim\"")]
    [InlineData("GET /file:Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=victim")]
    public void Text_that_a_client_wrote_is_no_envelope(string line) => Assert.Empty(Events([line]));

    [Fact]
    public void What_Docker_parts_is_put_together_and_what_another_program_took_the_end_from_is_no_part()
    {
        string Docker(string log) => JsonSerializer.Serialize(new { log, stream = "stdout", time = "2026-11-24T01:01:00.604074169Z" });
        const string Line = "Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=x[200.147.3.157], sasl_username=";
        var name = new string('a', (16 * 1024) - Line.Length);

        Assert.Single(Read([Docker(Line + name), Docker("b\n")]).OfType<MalformedLine>());
        Assert.Equal(2, Events([Docker(Line + "alice"), Docker(Line + "bob")]).Count);
    }

    private static void AssertIncident(IEnumerable<string> lines)
    {
        var events = Events(lines);
        var logins = events.OfType<AuthLine>().Select(line => line.Event).ToList();
        Assert.Equal(Enumerable.Range(1, 11).Select(minute => new DateTimeOffset(2026, 11, 24, 1, minute, 0, TimeSpan.Zero)), logins.Select(login => login.Time.AddTicks(-(login.Time.Ticks % TimeSpan.TicksPerSecond))));
        Assert.All(logins, login => Assert.Equal("botnet@example.jp", login.Account.Value));
        Assert.Equal("195.175.39.39", logins[^1].Address.ToString());
        var delivery = Assert.Single(events.OfType<DeliveryLine>()).Event;
        Assert.Equal(("gmail.com", DeliveryStatus.Bounced, "5.1.1", "botnet@example.jp"), (delivery.RecipientDomain, delivery.Status, delivery.Dsn, delivery.Account?.Value));
    }

    private static List<LogLine> Events(IEnumerable<string> lines) => [.. Read(lines).SelectMany(line => line.Events)];

    private static List<LogLine> Read(IEnumerable<string> lines)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        return [.. lines.Select(reader.Read)];
    }

    // Nov 24 01:01:00 mx1 mail.info TAG[PID]: MESSAGE
    private static string Wrap(string wrapper, string line)
    {
        var parts = line.Split(' ', 6);
        var at = DateTimeOffset.Parse($"2026-11-24T{parts[2]}Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var (tag, rest) = (parts[5][..parts[5].IndexOf('[', StringComparison.Ordinal)], parts[5][(parts[5].IndexOf('[', StringComparison.Ordinal) + 1)..]);
        return wrapper
            .Replace("{bsd}", line[..15], StringComparison.Ordinal)
            .Replace("{hms}", parts[2], StringComparison.Ordinal)
            .Replace("{host}", parts[3], StringComparison.Ordinal)
            .Replace("{tag}", tag, StringComparison.Ordinal)
            .Replace("{pid}", rest[..rest.IndexOf(']', StringComparison.Ordinal)], StringComparison.Ordinal)
            .Replace("{epoch}", $"{at}", StringComparison.Ordinal)
            .Replace("{tai}", $"{(1UL << 62) + 10 + (ulong)at:x16}", StringComparison.Ordinal)
            .Replace("{msg}", rest[(rest.IndexOf(' ', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);
    }

    private static string Case(string file) => RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Cases", file);
}
