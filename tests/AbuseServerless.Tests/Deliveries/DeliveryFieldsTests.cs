using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;

namespace AbuseServerless.Tests.Deliveries;

/// <summary>Which values a field may have, what is said of others, and how names are hidden in replies.</summary>
public sealed class DeliveryFieldsTests
{
    private static readonly DateTimeOffset Enqueued = new(2026, 11, 24, 1, 5, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("time", "\"x\"", "not an RFC 3339 date and time with an offset")]
    [InlineData("time", "\"2026-11-24T01:10:00.001Z\"", "more than 5 minutes ahead of the time at which the message was enqueued")]
    [InlineData("queueId", "\"\"", "not text of 1 to 128 characters without white space")]
    [InlineData("recipientDomain", "\"a@b\"", "not a domain name (without local part and at sign)")]
    [InlineData("status", "\"lost\"", "not one of sent, deferred, bounced and expired")]
    [InlineData("account", "\"\"", "not text of 1 to 1024 characters of valid Unicode")]
    [InlineData("relay", "\"\"", "not text of 1 to 255 characters without white space")]
    [InlineData("relayIp", "\"1\"", "not an IPv4 or IPv6 address")]
    [InlineData("dsn", "\"1\"", "not an RFC 3463 enhanced status code")]
    [InlineData("reply", "1", "not text")]
    [InlineData("delaySeconds", "true", "not a number from 0 to 1000000000")]
    [InlineData("delaySeconds", "1000000000.5", "not a number from 0 to 1000000000")]
    public void A_bad_field_is_told_with_what_it_may_be(string field, string value, string fault) => Assert.Equal($"{field}: {fault}.", Reject(Message((field, value))));

    [Fact]
    public void Of_several_faults_the_first_is_told_and_what_is_no_object_is_none()
    {
        Assert.Equal("queueId: missing.", Reject(Message(("queueId", null), ("status", null), ("dsn", "1"), ("delaySeconds", "-1"))));
        Assert.Equal("dsn: not an RFC 3463 enhanced status code.", Reject(Message(("dsn", "1"), ("delaySeconds", "-1"))));
        Assert.Equal("The message is not one JSON object.", Reject("[]"));
        Assert.Equal("The message is not one JSON object.", Reject("{\"x\":\"\ud800\"}"));
    }

    [Theory]
    [InlineData("queueId", 128)]
    [InlineData("relay", 255)]
    public void A_word_has_a_longest(string field, int longest)
    {
        Assert.Equal(longest, Length(Read(Message((field, $"\"{new string('a', longest)}\"")))));
        Assert.StartsWith($"{field}: not text of 1 to {longest} characters", Reject(Message((field, $"\"{new string('a', longest + 1)}\""))), StringComparison.Ordinal);

        int? Length(DeliveryEvent read) => field == "relay" ? read.Relay?.Length : read.QueueId.Length;
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("1", false)]
    [InlineData(null, false)]
    public void Mail_is_relayed_only_where_that_is_said(string? value, bool relayed) => Assert.Equal(relayed, Read(Message(("relayed", value))).IsRelayed);

    [Fact]
    public void No_relay_is_none_and_a_delay_may_be_as_long_as_31_years()
    {
        Assert.Null(Read(Message(("relay", "\"none\""))).Relay);
        Assert.Equal("mx.test", Read(Message(("relay", "\"MX.Test\""))).Relay);
        Assert.Equal([0.0, 1e9, null], new[] { "0", "1000000000", "null" }.Select(value => Read(Message(("delaySeconds", value))).DelaySeconds));
        Assert.Equal((null, null, null, null, null), (Read(Message()).Account, Read(Message()).Relay, Read(Message()).RelayAddress, Read(Message()).Dsn, Read(Message()).Reply));
    }

    [Fact]
    public void Everything_that_is_known_is_written_in_one_line_with_its_letters_as_they_are()
    {
        var line = DeliveryEventJson.Write(new DeliveryEvent(new DateTimeOffset(2026, 11, 24, 10, 2, 3, 456, TimeSpan.FromHours(9)).AddTicks(9_999), "4Xyz", "x.test", DeliveryStatus.Expired)
        {
            Account = AccountName.Parse("alice"),
            Relay = "mx.test",
            RelayAddress = IPAddress.Parse("192.0.2.1"),
            Dsn = "4.7.1",
            Reply = "<…@例え.jp> & 'so'",
            IsRelayed = true,
            DelaySeconds = 1.5,
        });
        Assert.Equal(
            """{"time":"2026-11-24T01:02:03.456Z","queueId":"4Xyz","account":"alice","recipientDomain":"x.test","relay":"mx.test","relayIp":"192.0.2.1","status":"expired","dsn":"4.7.1","reply":"<…@例え.jp> & 'so'","relayed":true,"delaySeconds":1.5}""",
            line);
        Assert.Equal("delivery", Assert.Throws<ArgumentNullException>(() => DeliveryEventJson.Write(null!)).ParamName);
    }

    [Theory]
    [InlineData(DeliveryStatus.Sent, "sent")]
    [InlineData(DeliveryStatus.Deferred, "deferred")]
    [InlineData(DeliveryStatus.Bounced, "bounced")]
    [InlineData(DeliveryStatus.Expired, "expired")]
    public void Each_status_has_a_word_in_lower_case(DeliveryStatus status, string word)
    {
        Assert.Equal((word, status, null), (DeliveryEventJson.Word(status), DeliveryEventJson.Status(word), DeliveryEventJson.Status(word.ToUpperInvariant())));
        Assert.Equal("status", Assert.Throws<ArgumentOutOfRangeException>(() => DeliveryEventJson.Word((DeliveryStatus)4)).ParamName);
    }

    [Theory]
    [InlineData("550 <bob>: unknown", "550 <…>: unknown")]
    [InlineData("550 \"BOB\" 'bob' (Bob) [bob]", "550 \"…\" '…' (…) […]")]
    [InlineData("550 bob... unknown", "550 …... unknown")]
    [InlineData("bob... unknown", "…... unknown")]
    [InlineData("550 bob.. unknown", "550 bob.. unknown")]
    [InlineData("550 xbob... unknown", "550 xbob... unknown")]
    [InlineData("550 <bob) (bob> unknown", "550 <bob) (bob> unknown")]
    [InlineData("550 bob is unknown", "550 bob is unknown")]
    [InlineData("<bob", "<bob")]
    [InlineData("bob>", "bob>")]
    [InlineData("550 no", "550 no")]
    [InlineData(null, null)]
    public void A_recipients_name_is_hidden_where_it_stands_alone(string? reply, string? expected)
    {
        foreach (var recipient in new[] { "bob@x.test", "\"bob\"@x.test", "bob" })
        {
            Assert.Equal(expected, ReplyText.WithoutName(reply, recipient));
        }
    }

    [Fact]
    public void A_name_of_one_letter_is_a_word_of_the_reply_and_one_of_two_is_not()
    {
        Assert.Equal("550 <b> (bo)", ReplyText.WithoutName("550 <b> (bo)", "b@x.test"));
        Assert.Equal("550 <b> (…)", ReplyText.WithoutName("550 <b> (bo)", "bo@x.test"));
        Assert.Equal("<…> <ababa>", ReplyText.WithoutName("<aba> <ababa>", "aba@x.test"));
    }

    [Fact]
    public void A_fault_of_a_file_says_what_showed_it()
    {
        var inner = new IOException("x");
        Assert.Equal(("y", inner), (new DeliveryFileException("y", inner).Message, new DeliveryFileException("y", inner).InnerException));
        Assert.Equal("y", new DeliveryFileException("y").Message);
        Assert.Null(new DeliveryFileException().InnerException);
    }

    private static DeliveryEvent Read(string message)
    {
        Assert.True(DeliveryEventParser.TryParse(message, Enqueued, out var parsed, out var rejection), rejection?.Detail);
        return parsed;
    }

    private static string Reject(string message)
    {
        Assert.False(DeliveryEventParser.TryParse(message, Enqueued, out var parsed, out var rejection));
        Assert.Null(parsed);
        return rejection.Detail;
    }

    private static string Message(params (string Field, string? Value)[] changed)
    {
        var fields = new Dictionary<string, string?> { ["time"] = "\"2026-11-24T01:02:03Z\"", ["queueId"] = "\"4Xyz\"", ["recipientDomain"] = "\"x.test\"", ["status"] = "\"sent\"" };
        foreach (var (field, value) in changed)
        {
            fields[field] = value;
        }

        return "{" + string.Join(",", fields.Where(field => field.Value is not null).Select(field => $"\"{field.Key}\":{field.Value}")) + "}";
    }
}
