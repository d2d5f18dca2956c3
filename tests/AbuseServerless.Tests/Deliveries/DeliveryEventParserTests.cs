using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion;
using CsCheck;

namespace AbuseServerless.Tests.Deliveries;

public sealed class DeliveryEventParserTests
{
    private static readonly DateTimeOffset Enqueued = new(2026, 11, 24, 1, 5, 0, TimeSpan.Zero);

    [Fact]
    public void An_event_of_the_schema_is_read()
    {
        var parsed = Parse("""
            {"time":"2026-11-24T10:02:03.4567891+09:00","queueId":"4Xyz","account":" Alice@Example.JP","recipientDomain":"Gmail.COM.","relay":"MX.example",
             "relayIp":"::ffff:203.0.113.9","status":"bounced","dsn":"5.7.1","reply":"550-5.7.1 no","delaySeconds":1.25,"unknown":[{}]}
            """);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 1, 2, 3, 456, TimeSpan.Zero), parsed.Time);
        Assert.Equal("4Xyz", parsed.QueueId);
        Assert.Equal("alice@example.jp", parsed.Account?.Value);
        Assert.Equal("gmail.com", parsed.RecipientDomain);
        Assert.Equal("mx.example", parsed.Relay);
        Assert.Equal("203.0.113.9", parsed.RelayAddress?.ToString());
        Assert.Equal(DeliveryStatus.Bounced, parsed.Status);
        Assert.Equal("5.7.1", parsed.Dsn);
        Assert.Equal("550-5.7.1 no", parsed.Reply);
        Assert.Equal(1.25, parsed.DelaySeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("{} {}")]
    [InlineData("{\"time\":\"2026-11-24T01:02:03Z\",\"queueId\":\"\\ud800\",\"recipientDomain\":\"a\",\"status\":\"sent\"}")]
    public void What_is_not_one_json_object_is_rejected_as_such(string message) => Assert.Equal(RejectReason.NotJson, Reject(message).Reason);

    [Theory]
    [InlineData("time", "null", RejectReason.BadTime)]
    [InlineData("time", "1795482123", RejectReason.BadTime)]
    [InlineData("time", "\"2026-11-24T01:02:03\"", RejectReason.BadTime)]
    [InlineData("time", "\"2026-11-24T01:10:00.001Z\"", RejectReason.TimeInFuture)]
    [InlineData("queueId", "null", RejectReason.BadQueueId)]
    [InlineData("queueId", "\"\"", RejectReason.BadQueueId)]
    [InlineData("queueId", "\"a b\"", RejectReason.BadQueueId)]
    [InlineData("queueId", "17", RejectReason.BadQueueId)]
    [InlineData("recipientDomain", "\"\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "\".\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "\"bob@gmail.com\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "\"@gmail.com\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "\"gmail .com\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "\" gmail.com\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "\"*\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "\"<gmail.com>\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "\"[]\"", RejectReason.BadDomain)]
    [InlineData("recipientDomain", "[\"gmail.com\"]", RejectReason.BadDomain)]
    [InlineData("status", "null", RejectReason.BadStatus)]
    [InlineData("status", "\"Sent\"", RejectReason.BadStatus)]
    [InlineData("status", "\"undeliverable\"", RejectReason.BadStatus)]
    [InlineData("status", "0", RejectReason.BadStatus)]
    [InlineData("account", "\"\"", RejectReason.BadAccount)]
    [InlineData("account", "\" \"", RejectReason.BadAccount)]
    [InlineData("account", "7", RejectReason.BadAccount)]
    [InlineData("relay", "\"\"", RejectReason.BadRelay)]
    [InlineData("relay", "\"a b\"", RejectReason.BadRelay)]
    [InlineData("relayIp", "\"[::1]\"", RejectReason.BadRelay)]
    [InlineData("relayIp", "\"none\"", RejectReason.BadRelay)]
    [InlineData("dsn", "\"5.7\"", RejectReason.BadDsn)]
    [InlineData("dsn", "\"3.7.1\"", RejectReason.BadDsn)]
    [InlineData("dsn", "\"5.7.1000\"", RejectReason.BadDsn)]
    [InlineData("dsn", "550", RejectReason.BadDsn)]
    [InlineData("reply", "550", RejectReason.BadReply)]
    [InlineData("reply", "{}", RejectReason.BadReply)]
    [InlineData("delaySeconds", "-1", RejectReason.BadDelay)]
    [InlineData("delaySeconds", "\"1\"", RejectReason.BadDelay)]
    [InlineData("delaySeconds", "1e999", RejectReason.BadDelay)]
    public void A_bad_field_is_rejected_by_name(string field, string value, RejectReason reason)
    {
        var rejection = Reject(Message(field, value));
        Assert.Equal(reason, rejection.Reason);
        Assert.StartsWith(field + ":", rejection.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time", RejectReason.BadTime)]
    [InlineData("queueId", RejectReason.BadQueueId)]
    [InlineData("recipientDomain", RejectReason.BadDomain)]
    [InlineData("status", RejectReason.BadStatus)]
    public void A_missing_field_is_rejected_by_name(string field, RejectReason reason)
    {
        var rejection = Reject(Message(field, null));
        Assert.Equal(reason, rejection.Reason);
        Assert.Equal(field + ": missing.", rejection.Detail);
    }

    [Theory]
    [InlineData("time", "\"2026-11-24T01:10:00Z\"")]
    [InlineData("account", "null")]
    [InlineData("relay", "null")]
    [InlineData("relay", "\"none\"")]
    [InlineData("relayIp", "null")]
    [InlineData("dsn", "null")]
    [InlineData("reply", "null")]
    [InlineData("reply", "\"\"")]
    [InlineData("delaySeconds", "null")]
    [InlineData("delaySeconds", "0")]
    public void What_is_not_known_is_left_out_or_null(string field, string value) => Parse(Message(field, value));

    [Theory]
    [InlineData("Bücher.example", "xn--bcher-kva.example")]
    [InlineData("例え.テスト", "xn--r8jz45g.xn--zckzah")]
    [InlineData("XN--BCHER-KVA.Example", "xn--bcher-kva.example")]
    [InlineData("gmail.com.", "gmail.com")]
    [InlineData("_dmarc.example.jp", "_dmarc.example.jp")]
    [InlineData("[192.0.2.1]", "[192.0.2.1]")]
    [InlineData("[IPv6:2001:DB8::1]", "[ipv6:2001:db8::1]")]
    [InlineData("localhost", "localhost")]
    public void A_domain_has_one_notation(string domain, string expected) => Assert.Equal(expected, Parse(Message("recipientDomain", $"\"{domain}\"")).RecipientDomain);

    [Fact]
    public void No_text_whatever_throws() =>
        Gen.OneOf(Gen.String, Gen.Select(Gen.Int[0, 120], Gen.Char, (at, c) => Message("x", "1").Insert(at % Message("x", "1").Length, c.ToString()))).Sample(text =>
            Assert.Equal(DeliveryEventParser.TryParse(text, Enqueued, out var parsed, out var rejection), rejection is null && parsed is not null));

    private static DeliveryEvent Parse(string message)
    {
        Assert.True(DeliveryEventParser.TryParse(message, Enqueued, out var parsed, out var rejection), rejection?.Detail);
        return parsed;
    }

    private static Rejection Reject(string message)
    {
        Assert.False(DeliveryEventParser.TryParse(message, Enqueued, out _, out var rejection));
        return rejection;
    }

    private static string Message(string field, string? value)
    {
        var fields = new Dictionary<string, string>
        {
            ["time"] = "\"2026-11-24T01:02:03Z\"",
            ["queueId"] = "\"4Xyz\"",
            ["recipientDomain"] = "\"gmail.com\"",
            ["status"] = "\"sent\"",
        };
        if (value is null)
        {
            fields.Remove(field);
        }
        else
        {
            fields[field] = value;
        }

        return "{" + string.Join(",", fields.Select(f => $"\"{f.Key}\":{f.Value}")) + "}";
    }
}
