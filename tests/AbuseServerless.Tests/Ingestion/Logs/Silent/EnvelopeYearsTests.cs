using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Silent;

/// <summary>A time without a year within an envelope that has one.</summary>
public sealed class EnvelopeYearsTests
{
    private const string Said = "4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@example.jp";
    private const string Line = "Nov 24 01:00:01 mx1 postfix/smtpd[1]: " + Said;

    [Theory]
    [InlineData("2024 " + Line, 2024)]
    [InlineData("""{"status": "success", "data": {"resultType": "streams", "result": [{"stream": {"job": "mail"}, "values": [["1732410001000000000", "{line}"]]}]}}""", 2024)]
    [InlineData("[\n  {\n    \"insertId\": \"1\",\n    \"timestamp\": \"2024-11-24T01:00:01.1234Z\",\n    \"jsonPayload\": {\n      \"message\": \"{line}\"\n    }\n  }\n]", 2024)]
    [InlineData("""{"date": 1732410001.0, "pri": "22", "time": "Nov 24 01:00:01", "host": "mx1", "ident": "postfix/submission/smtpd", "pid": "1001", "message": "{said}"}""", 2024)]
    [InlineData("2023\tNov 24 01:00:00 mx1 postfix/smtpd[1]: x\n2024\t" + Line, 2026)]
    [InlineData("3 Nov 24 01:00:00 mx1 postfix/smtpd[1]: x\n2024 " + Line, 2026)]
    public void The_year_of_the_envelope_counts(string text, int year)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero)));
        var lines = text.Replace("{line}", Line, StringComparison.Ordinal).Replace("{said}", Said, StringComparison.Ordinal).Split('\n');

        var login = Assert.IsType<AuthLine>(Assert.Single(lines.SelectMany(line => reader.Read(line).Events).Concat(reader.Release())));

        Assert.Equal(new DateTimeOffset(year, 11, 24, 1, 0, 1, TimeSpan.Zero), login.Event.Time);
    }
}
