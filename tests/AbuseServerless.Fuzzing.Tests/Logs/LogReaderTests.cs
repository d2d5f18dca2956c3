using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Dovecot;
using AbuseServerless.Ingestion.Logs.Postfix;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Fuzzing.Tests.Logs;

public sealed class LogReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 17, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Files => ["postfix.log", "dovecot-events.log", "dovecot-requests.jsonl"];

    /// <summary>A reader and a line that would cost it most: a beginning, what is repeated, and an end that does not fit.</summary>
    public static TheoryData<string, string, string, string> Shapes => new()
    {
        { "postfix.log", "", " ", "" },
        { "postfix.log", "", "Nov ", "" },
        { "postfix.log", "Nov 24 16:48:05 mail ", "postfix/smtpd", "" },
        { "postfix.log", "Nov 24 16:48:05 mail postfix/smtpd[1]: warning: x[1.2.3.4]: SASL PLAIN authentication failed: ", ", sasl_username", "" },
        { "postfix.log", "Nov 24 16:48:05 mail postfix/smtpd[1]: ABC: client=x[1.2.3.4], sasl_username=", ", sasl_sender=", "" },
        { "postfix.log", "Nov 24 16:48:05 mail postfix/smtpd[1]: ABC: client=", "[1.2.3.4]", "" },
        { "postfix.log", "Nov 24 16:48:05 mail postfix/smtpd[1]: ABC: client=x[1.2.3.4], sasl_username=a", "\u0301\u0327", "" },
        { "dovecot-events.log", "", " ", "{" },
        { "dovecot-events.log", "", "stats: ", "{}" },
        { "dovecot-events.log", "stats: Info: {\"event\":", "[", "" },
        { "dovecot-requests.jsonl", "{\"request_line\":\"POST ", "&command=", "\",\"body_raw\":\"{}\"}" },
        { "dovecot-requests.jsonl", "{\"request_line\":\"?command=report\",\"body_raw\":\"", "{\\\"login\\\":", "\"}" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_line_is_a_login_that_can_be_published_or_none_and_nothing_is_thrown(string file)
    {
        var lines = File.ReadAllLines(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Captures", file));

        // A reader is of one thread; inputs are tried on several.
        using var readers = new ThreadLocal<MailLogReader>(() => Reader(file));
        Inputs.Like(lines).Try(line =>
        {
            if (readers.Value!.Read(line) is AuthLine login)
            {
                Assert.True(AuthEventParser.TryParse(login.ToJson(), Inputs.LatestEnqueued, out var parsed, out _));
                Assert.Equal(login.Event with { Time = WholeMilliseconds(login.Event.Time) }, parsed);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Work_grows_with_the_line_and_no_faster(string file, string start, string piece, string end) => Growth.IsLinear(
        size => start + string.Concat(Enumerable.Repeat(piece, size / piece.Length)) + end,
        line => Reader(file).Read(line));

    private static MailLogReader Reader(string file) => new([file == "postfix.log" ? PostfixLogReader.Format : DovecotLogReader.Format], TimeZoneInfo.Utc, new FakeTimeProvider(Now));

    private static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
}
