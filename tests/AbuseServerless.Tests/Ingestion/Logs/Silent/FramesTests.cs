using System.Text;

namespace AbuseServerless.Tests.Ingestion.Logs.Silent;

/// <summary>Several messages on one line, and envelopes of stores.</summary>
public sealed class FramesTests
{
    private const string Said = "4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@example.jp";
    private const string Line = "Nov 24 01:00:01 mx1 postfix/smtpd[1]: " + Said;
    private const string Alice = "alice@example.jp 81.2.69.142 ok";

    [Fact]
    public void Octets_are_counted()
    {
        var stream = string.Concat(((string[])["connect from unknown[81.2.69.142]", Said, Said.Replace("alice", "älice", StringComparison.Ordinal)]).Select(said => Counted($"<22>1 2026-11-24T01:00:01Z mx1 postfix/smtpd 1 - - {said}")));

        Assert.Equal([Alice, Alice.Replace("alice", "älice", StringComparison.Ordinal)], Servers.Servers.Read(stream));
    }

    [Theory]
    [InlineData("12 <22>" + Line)]
    [InlineData("999999 <22>" + Line)]
    [InlineData("<22>" + Line)]
    public void A_count_that_leads_nowhere_is_passed_over(string line) => Assert.Equal([Alice], Servers.Servers.Read(line));

    [Fact]
    public void Objects_may_stand_behind_each_other() => Assert.Equal(
        [Alice, Alice], Servers.Servers.Read($$"""{"message": "{{Line}}", "@timestamp": "2026-11-24T01:00:00Z"}{"message": "{{Line}}", "@timestamp": "2026-11-24T01:00:00Z"}"""));

    [Theory]
    [InlineData("""{"messageType": "DATA_MESSAGE", "owner": "1", "logGroup": "mail", "logStream": "mx1", "subscriptionFilters": ["x"], "logEvents": [{"id": "1", "timestamp": 1795482000000, "message": "{line}"}]}""")]
    [InlineData("""{"time": 1795482001.0, "host": "mx1", "event": "{line}"}""")]
    [InlineData("""{"version": "1.1", "host": "mx1", "short_message": "4f6Zxh1Kq2z9rxN: client=unknown[81.2.69.", "full_message": "<22>{line}", "timestamp": 1795482001.0, "level": 6}""")]
    [InlineData("Nov 24 01:00:01 10.0.0.1 <22>{line}")]
    [InlineData("2026-11-24T01:00:01.1Z mail.1.abc@node1    | {line}")]
    public void Envelopes_of_stores_are_taken_off(string text) => Assert.Equal(Alice, Servers.Servers.Last(text.Replace("{line}", Line, StringComparison.Ordinal)));

    private static string Counted(string message) => $"{Encoding.UTF8.GetByteCount(message)} {message}";
}
