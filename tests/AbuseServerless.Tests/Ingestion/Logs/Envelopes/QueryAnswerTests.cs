using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Envelopes;

/// <summary>What stores of logs answer: the newest first, and lines of other programs in between.</summary>
public class QueryAnswerTests
{
    private const string First = "Nov 24 01:00:00 mx1 postfix/smtpd[7]: A1: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice";
    private const string Second = "Nov 24 01:00:01 mx1 postfix/smtpd[7]: A2: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=bob";

    [Theory]
    [InlineData($$$"""{"took":3,"hits":{"total":{"value":2},"hits":[{"_id":"2","_source":{"@timestamp":"2026-11-24T01:00:01Z","message":"{{{Second}}}"}},{"_id":"1","_source":{"@timestamp":"2026-11-24T01:00:00Z","message":"{{{First}}}"}}]}}""")]
    [InlineData($$$"""{"status":"success","data":{"resultType":"streams","result":[{"stream":{"host":"mx1"},"values":[["1795482001000000000","{{{Second}}}"],["1795482000000000000","{{{First}}}"]]}]}}""")]
    [InlineData($$$"""{"messages":[{"message":{"timestamp":"2026-11-24T01:00:00Z","message":"{{{First}}}"},"index":"graylog_0"},{"message":{"timestamp":"2026-11-24T01:00:01Z","message":"{{{Second}}}"},"index":"graylog_0"}]}""")]
    [InlineData($$$"""{"events":[{"logStreamName":"mx1","timestamp":1795482000000,"message":"{{{First}}}"},{"logStreamName":"mx1","timestamp":1795482001000,"message":"{{{Second}}}"}]}""")]
    [InlineData($$$"""{"preview":false,"result":{"_time":"2026-11-24","_raw":"{{{First}}}"}}""" + "\n" + $$$"""{"preview":false,"result":{"_time":"2026-11-24","_raw":"{{{Second}}}"}}""")]
    [InlineData("""{"version":"1.1","host":"mx1","short_message":"A1: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice","timestamp":1795482000.0,"_application_name":"postfix/smtpd","_process_id":"7"}""" + "\n"
        + """{"version":"1.1","host":"mx1","short_message":"A2: client=unknown[8.8.8.8], sasl_method=PLAIN, sasl_username=bob","timestamp":1795482001.0,"_application_name":"postfix/smtpd","_process_id":"7"}""")]
    public void The_lines_are_read_in_the_order_of_time(string text)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero)));

        var logins = text.Split('\n').SelectMany(line => reader.Read(line).Events).Concat(reader.Release()).Cast<AuthLine>();

        Assert.Equal(["alice 81.2.69.142", "bob 8.8.8.8"], logins.Select(login => $"{login.Event.Account} {login.Event.Address}"));
    }

    [Theory]
    [InlineData("""{"hits":{"hits":5}}""")]
    [InlineData("""{"messages":[5]}""")]
    [InlineData("""{"messages":[{"text":"x"}]}""")]
    [InlineData("""{"data":{"result":[{"values":[[]]}]}}""")]
    [InlineData("""{"events":[]}""")]
    [InlineData("""{"hits":""")]
    public void What_only_looks_like_it_is_no_fault(string text)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, TimeProvider.System);

        Assert.Empty(reader.Read(text).Events);
    }
}
