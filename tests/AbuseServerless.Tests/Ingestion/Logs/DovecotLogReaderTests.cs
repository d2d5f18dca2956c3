using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Dovecot;

namespace AbuseServerless.Tests.Ingestion.Logs;

public class DovecotLogReaderTests
{
    private const string Fields = """ "service":"smtp","remote_ip":"81.2.69.142","user":"alice@example.jp" """;
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly MailLogReader Reader = Capture.Reader(DovecotLogReader.Format, Now);

    [Fact]
    public void A_log_with_exported_events_gives_each_request_once() =>
        Assert.Equal(
            [
                "2026-11-24T16:57:00.147Z alice@rig.test 81.2.69.142 ok",
                "2026-11-24T16:57:00.334Z alice@rig.test 81.2.69.142 failed",
            ],
            Capture.Read(Reader, "dovecot-events.log"));

    [Fact]
    public void Captured_requests_give_reports_and_events_but_no_refusals_and_no_questions() =>
        Assert.Equal(
            [
                "2026-11-24T16:45:41.380Z alice@rig.test 81.2.69.142 ok",
                "2026-11-24T16:45:44.904Z alice@rig.test 2a02:6b8::2:242 ok",
                "2026-11-24T16:45:47.687Z alice@rig.test 81.2.69.142 failed",
                "2026-11-24T16:51:16.170Z alice@rig.test 81.2.69.142 ok",
                "2026-11-24T16:57:00.147Z alice@rig.test 81.2.69.142 ok",
                "2026-11-24T16:57:00.147Z alice@rig.test 81.2.69.142 ok",
                "2026-11-24T16:57:00.334Z alice@rig.test 81.2.69.142 failed",
                "2026-11-24T16:57:00.335Z alice@rig.test 81.2.69.142 failed",
            ],
            Capture.Read(Reader, "dovecot-requests.jsonl"));

    [Theory]
    [InlineData("""{"login":"a","remote":"81.2.69.142","success":true}""", "protocol not told")]
    [InlineData("""{"login":"a","protocol":"","remote":"81.2.69.142","success":true}""", "protocol not told")]
    [InlineData("""{"login":"Alice@Example.JP","protocol":"smtp","remote":"81.2.69.142","success":true,"policy_reject":false}""", "2026-11-24T00:00:00.000Z alice@example.jp 81.2.69.142 ok")]
    [InlineData("""{"login":"alice@example.jp","protocol":"smtp","remote":"81.2.69.142","success":false,"policy_reject":false,"t":1795538741.38}""", "2026-11-24T16:45:41.380Z alice@example.jp 81.2.69.142 failed")]
    [InlineData("""{"login":"alice@example.jp","protocol":"smtp","remote":"::ffff:81.2.69.142","success":true,"time":"2026-11-24T09:00:01+09:00"}""", "2026-11-24T00:00:01.000Z alice@example.jp 81.2.69.142 ok")]
    [InlineData("""{"login":"a","protocol":"smtp","remote":"2a02:6b8::2:242","success":true,"fail_type":"","attrs":{"cos":"basic"},"device_attrs":{},"pwhash":"06ca"}""", "2026-11-24T00:00:00.000Z a 2a02:6b8::2:242 ok")]
    [InlineData("""{"login":"山田@例え.jp","protocol":"smtp","remote":"81.2.69.142","success":true}""", "2026-11-24T00:00:00.000Z 山田@例え.jp 81.2.69.142 ok")]
    [InlineData("""{"login":"a","remote":"81.2.69.142","success":true,"protocol":"submission"}""", "2026-11-24T00:00:00.000Z a 81.2.69.142 ok")]
    [InlineData("""{"login":"a","remote":"81.2.69.142","success":true,"protocol":"imap"}""", "ignored")]
    [InlineData("""{"login":"a","protocol":"smtp","remote":"81.2.69.142","success":true,"policy_reject":true}""", "ignored")]
    [InlineData("""{"login":"a","protocol":"smtp","remote":"81.2.69.142","pwhash":"06ca"}""", "ignored")]
    [InlineData("""{"login":"","protocol":"smtp","remote":"81.2.69.142","success":false}""", "ignored")]
    [InlineData("""{"login":"","protocol":"smtp","remote":"81.2.69.142","success":true}""", "A successful request without a login name.")]
    [InlineData("""{"login":7,"protocol":"smtp","remote":"81.2.69.142","success":true}""", "A successful request without a login name.")]
    [InlineData("""{"login":"a","protocol":"smtp","success":true}""", "The client's address is missing, or not an IPv4 or IPv6 address.")]
    [InlineData("""{"login":"a","protocol":"smtp","remote":"1","success":true}""", "The client's address is missing, or not an IPv4 or IPv6 address.")]
    [InlineData("""{"login":"a","protocol":"smtp","remote":"81.2.69.142","success":"yes"}""", "success is not true or false.")]
    [InlineData("""{"login":"a","protocol":"smtp","remote":"81.2.69.142","success":true,"t":"now"}""", "t or time is not a time.")]
    [InlineData("""{"login":"a","protocol":"smtp","remote":"81.2.69.142","success":true,"t":-1}""", "t or time is not a time.")]
    [InlineData("""{"login":"a","protocol":"smtp","remote":"81.2.69.142","success":true,"t":1e300}""", "t or time is not a time.")]
    [InlineData("""{"login":"\ud800","protocol":"smtp","remote":"81.2.69.142","success":true}""", "ignored")]
    public void A_report_is_read_by_these_rules(string line, string expected) => Assert.Equal(expected, Capture.Describe(Reader.Read(line)));

    [Theory]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00.147331Z","fields":{FIELDS,"success":"yes"}}""", "2026-11-24T16:57:00.147Z alice@example.jp 81.2.69.142 ok")]
    [InlineData("""{"event":"auth_request_finished","start_time":"2026-11-24T16:57:00Z","fields":{FIELDS}}""", "2026-11-24T16:57:00.000Z alice@example.jp 81.2.69.142 failed")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{FIELDS,"policy_result":"refused"}}""", "ignored")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{"service":"imap","remote_ip":"81.2.69.142","user":"a","success":"yes"}}""", "ignored")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{"protocol":"imap","remote_ip":"81.2.69.142","user":"a","success":"yes"}}""", "ignored")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{"protocol":"submission","remote_ip":"81.2.69.142","user":"a","success":"yes"}}""", "2026-11-24T16:57:00.000Z a 81.2.69.142 ok")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{"remote_ip":"81.2.69.142","user":"a","success":"yes"}}""", "protocol not told")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{"service":"smtp","remote_ip":"81.2.69.142"}}""", "ignored")]
    [InlineData("""{"event":"auth_passdb_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{FIELDS,"success":"yes"}}""", "ignored")]
    [InlineData("""{"event":"auth_request_finished","fields":{FIELDS,"success":"yes"}}""", "end_time or start_time is missing, or not an RFC 3339 date and time with an offset.")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00","fields":{FIELDS}}""", "end_time or start_time is missing, or not an RFC 3339 date and time with an offset.")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z"}""", "auth_request_finished without fields.")]
    [InlineData("""{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{"service":"smtp","user":"a"}}""", "The client's address is missing, or not an IPv4 or IPv6 address.")]
    public void An_exported_event_is_read_by_these_rules(string line, string expected) =>
        Assert.Equal(expected, Capture.Describe(Reader.Read(line.Replace("FIELDS", Fields, StringComparison.Ordinal))));

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-24T16:57:00 stats: Info: ")]
    [InlineData("2026-11-24T16:57:00 stats(812): Info: ")]
    [InlineData("Nov 24 16:57:00 mail dovecot: stats: ")]
    [InlineData("2026-11-24T16:57:00+00:00 mail dovecot[71]: stats: Info: ")]
    [InlineData("\uFEFF")]
    public void An_event_may_stand_behind_the_prefix_of_a_log(string prefix) =>
        Assert.IsType<AuthLine>(Reader.Read(prefix + Event()));

    [Theory]
    [InlineData("2026-11-24T16:57:00 auth: Info: passwd-file(stats: Info: EVENT")]
    [InlineData("2026-11-24T16:57:00 auth: Info: passwd-file(x stats: Info: EVENT")]
    [InlineData("2026-11-24T16:57:00 auth: Info: policy(EVENT,81.2.69.142): Policy check action is drop connection")]
    [InlineData("2026-11-24T16:57:00 imap: Info: EVENT")]
    public void An_event_that_somebody_gave_as_a_name_is_not_believed(string line) =>
        Assert.IsNotType<AuthLine>(Reader.Read(line.Replace("EVENT", Event(), StringComparison.Ordinal)));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("2026-11-24T16:57:05 master: Warning: Killed with signal 15 (by pid=8750 uid=0 code=kill)")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"request_line":"POST /policy?command=allow HTTP/1.1","body_raw":"{}"}""")]
    [InlineData("""{"request_line":"POST /policy?command=report HTTP/1.1","body_raw":"7"}""")]
    public void A_line_without_an_AUTH_request_is_ignored(string line) => Assert.Equal("ignored", Capture.Describe(Reader.Read(line)));

    [Theory]
    [InlineData("""2026-11-24T16:57:00 stats: Info: {"event":"auth_request_finished",""")]
    [InlineData("""{"request_line":"POST /policy?command=report HTTP/1.1","body_raw":"{"}""")]
    [InlineData("""{"request_line":"POST /policy?command=report HTTP/1.1"}""")]
    [InlineData("""{"request_line":7,"body_raw":"{}"}""")]
    [InlineData("""{"t":"x","request_line":"POST /policy?command=report HTTP/1.1","body_raw":"{}"}""")]
    public void A_line_that_breaks_off_or_is_not_what_it_says_is_malformed(string line) => Assert.IsType<MalformedLine>(Reader.Read(line));

    [Fact]
    public void Service_server_and_session_go_along()
    {
        var line = Assert.IsType<AuthLine>(Reader.Read(
            """{"event":"auth_request_finished","hostname":"mx1","end_time":"2026-11-24T16:57:00.5Z","fields":{"service":"smtp","session":"q1","remote_ip":"81.2.69.142","user":"a","success":"yes"}}"""));

        Assert.Equal(
            """{"time":"2026-11-24T16:57:00.500Z","account":"a","ip":"81.2.69.142","success":true,"protocol":"smtp","server":"mx1","session":"q1"}""",
            line.ToJson());
    }

    private static string Event() =>
        """{"event":"auth_request_finished","end_time":"2026-11-24T16:57:00Z","fields":{FIELDS,"success":"yes"}}""".Replace("FIELDS", Fields, StringComparison.Ordinal);
}
