using System.Text;
using AbuseServerless.Ingestion;
using CsCheck;

namespace AbuseServerless.Tests.Ingestion;

public sealed class AuthEventParserTests
{
    private static readonly DateTimeOffset Enqueued = new(2026, 11, 24, 1, 5, 0, TimeSpan.Zero);

    [Fact]
    public void An_event_of_the_schema_is_read()
    {
        var parsed = Parse("""
            {"time":"2026-11-24T10:02:03.4567891+09:00","account":" Alice@Example.JP","ip":"::ffff:203.0.113.9","success":true,
             "protocol":"smtp","server":"mx1","session":"x","recipients":3,"unknown":{"a":[1,{"b":null}]}}
            """);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 1, 2, 3, 456, TimeSpan.Zero), parsed.Time);
        Assert.Equal("alice@example.jp", parsed.Account.Value);
        Assert.Equal("203.0.113.9", parsed.Address.ToString());
        Assert.True(parsed.Success);
        Assert.Equal(3, parsed.Recipients);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("{\"time\":\"2026-11-24T01:02:03Z\",\"account\":\"a\",\"ip\":\"1.1.1.1\",\"success\":true} {}")]
    [InlineData("{\"time\":\"2026-11-24T01:02:03Z\",\"account\":\"a\",\"ip\":\"1.1.1.1\",\"success\":true,}")]
    [InlineData("{\"time\":\"2026-11-24T01:02:03Z\",\"account\":\"\\ud800\",\"ip\":\"1.1.1.1\",\"success\":true}")]
    public void What_is_not_one_json_object_is_rejected_as_such(string message) => Assert.Equal(RejectReason.NotJson, Reject(message).Reason);

    [Theory]
    [InlineData("time", "null", RejectReason.BadTime)]
    [InlineData("time", "1795482123", RejectReason.BadTime)]
    [InlineData("time", "\"2026-11-24T01:02:03\"", RejectReason.BadTime)]
    [InlineData("time", "\"2026-11-24\"", RejectReason.BadTime)]
    [InlineData("time", "\"2026-11-24 01:02:03Z\"", RejectReason.BadTime)]
    [InlineData("time", "\"2026-13-24T01:02:03Z\"", RejectReason.BadTime)]
    [InlineData("time", "\"2026-11-24T01:02:03+25:00\"", RejectReason.BadTime)]
    [InlineData("time", "\"2026-11-24T01:02:03.Z\"", RejectReason.BadTime)]
    [InlineData("time", "\"2099-01-01T00:00:00Z\"", RejectReason.TimeInFuture)]
    [InlineData("time", "\"2026-11-24T01:10:00.001Z\"", RejectReason.TimeInFuture)]
    [InlineData("account", "null", RejectReason.BadAccount)]
    [InlineData("account", "\"\"", RejectReason.BadAccount)]
    [InlineData("account", "\"  \"", RejectReason.BadAccount)]
    [InlineData("account", "5", RejectReason.BadAccount)]
    [InlineData("account", "{\"name\":\"a\"}", RejectReason.BadAccount)]
    [InlineData("ip", "null", RejectReason.BadAddress)]
    [InlineData("ip", "\"\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"1\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"1.2.3\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"1.2.3.256\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"01.2.3.4\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"0x7f.0.0.1\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"[::1]\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"::1%eth0\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"mx1.example.jp\"", RejectReason.BadAddress)]
    [InlineData("ip", "\"1.2.3.4 \"", RejectReason.BadAddress)]
    [InlineData("success", "null", RejectReason.BadSuccess)]
    [InlineData("success", "\"true\"", RejectReason.BadSuccess)]
    [InlineData("success", "1", RejectReason.BadSuccess)]
    [InlineData("protocol", "\"imap\"", RejectReason.NotSmtp)]
    [InlineData("protocol", "\"POP3\"", RejectReason.NotSmtp)]
    [InlineData("protocol", "\"managesieve\"", RejectReason.NotSmtp)]
    [InlineData("recipients", "-1", RejectReason.BadRecipients)]
    [InlineData("recipients", "1.5", RejectReason.BadRecipients)]
    [InlineData("recipients", "\"3\"", RejectReason.BadRecipients)]
    [InlineData("recipients", "[1]", RejectReason.BadRecipients)]
    public void A_bad_field_is_rejected_by_name(string field, string value, RejectReason reason)
    {
        var rejection = Reject(Message(field, value));
        Assert.Equal(reason, rejection.Reason);
        Assert.StartsWith(field + ":", rejection.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time", RejectReason.BadTime)]
    [InlineData("account", RejectReason.BadAccount)]
    [InlineData("ip", RejectReason.BadAddress)]
    [InlineData("success", RejectReason.BadSuccess)]
    public void A_missing_field_is_rejected_by_name(string field, RejectReason reason)
    {
        var rejection = Reject(Message(field, null));
        Assert.Equal(reason, rejection.Reason);
        Assert.StartsWith(field + ": missing", rejection.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time", "\"2026-11-24t01:02:03z\"")]
    [InlineData("time", "\"2026-11-24T01:02:03-00:00\"")]
    [InlineData("time", "\"2026-11-24T01:02:03.123456789012345678Z\"")]
    [InlineData("time", "\"2026\\u002d11-24T01:02:03Z\"")]
    [InlineData("time", "\"2026-11-24T01:10:00Z\"")]
    [InlineData("time", "\"1999-01-01T00:00:00Z\"")]
    [InlineData("account", "\"a/b#c?d\\\\e\"")]
    [InlineData("account", "\"\\u5c71\\u7530\"")]
    [InlineData("ip", "\"2001:db8::1\"")]
    [InlineData("ip", "\"0.0.0.0\"")]
    [InlineData("ip", "\"64:ff9b::192.0.2.33\"")]
    [InlineData("recipients", "null")]
    [InlineData("protocol", "17")]
    [InlineData("protocol", "\"\"")]
    [InlineData("protocol", "\"submission\"")]
    [InlineData("protocol", "\"tcp\"")]
    public void Legal_notations_are_taken(string field, string value) => Parse(Message(field, value));

    [Fact]
    public void Bytes_that_are_no_text_are_no_account_and_elsewhere_no_matter()
    {
        var message = Encoding.UTF8.GetBytes(Message("session", "\"?\"").Replace("alice", "?lice", StringComparison.Ordinal));
        var (account, session) = (message.IndexOf((byte)'?'), message.LastIndexOf((byte)'?'));
        message[session] = 0xff;
        Assert.True(AuthEventParser.TryParse(message, Enqueued, out var parsed, out _));
        Assert.Equal("?lice@example.jp", parsed.Account.Value);
        message[account] = 0xff;
        Assert.False(AuthEventParser.TryParse(message, Enqueued, out _, out var rejection));
        Assert.Equal(RejectReason.BadAccount, rejection.Reason);
    }

    [Fact]
    public void Names_of_fields_are_exact() => Assert.Equal(RejectReason.BadAccount, Reject(Message("account", null)[..^1] + ",\"Account\":\"a\"}").Reason);

    [Fact]
    public void No_text_whatever_throws_or_is_slow_to_refuse() =>
        Gen.OneOf(Gen.String, Gen.Select(Gen.Int[0, 120], Gen.Char, (at, c) => Message("x", "1") is var m ? m[..(at % m.Length)] + c + m[(at % m.Length)..] : "")).Sample(text =>
            Assert.Equal(AuthEventParser.TryParse(text, Enqueued, out var parsed, out var rejection), rejection is null && parsed != default));

    private static AuthEvent Parse(string message)
    {
        Assert.True(AuthEventParser.TryParse(message, Enqueued, out var parsed, out var rejection), rejection?.Detail);
        return parsed;
    }

    private static Rejection Reject(string message)
    {
        Assert.False(AuthEventParser.TryParse(message, Enqueued, out _, out var rejection));
        return rejection;
    }

    private static string Message(string field, string? value)
    {
        var fields = new Dictionary<string, string>
        {
            ["time"] = "\"2026-11-24T01:02:03Z\"",
            ["account"] = "\"alice@example.jp\"",
            ["ip"] = "\"203.0.113.9\"",
            ["success"] = "true",
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
