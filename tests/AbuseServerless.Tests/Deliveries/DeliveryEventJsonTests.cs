using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using CsCheck;

namespace AbuseServerless.Tests.Deliveries;

public sealed class DeliveryEventJsonTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 24, 1, 2, 3, 456, TimeSpan.Zero);

    [Fact]
    public void What_is_not_known_is_left_out() =>
        Assert.Equal(
            """{"time":"2026-11-24T01:02:03.456Z","queueId":"4Xyz","recipientDomain":"gmail.com","status":"sent"}""",
            DeliveryEventJson.Write(new DeliveryEvent(Time, "4Xyz", "gmail.com", DeliveryStatus.Sent)));

    [Fact]
    public void What_is_written_is_one_line_that_the_parser_reads_back() =>
        Gen.Select(
            Gen.String.Where(text => ReplyText.Clean(text) == text).Array[0, 3],
            Gen.Enum<DeliveryStatus>(),
            Gen.Double[0, 1e9],
            Gen.Bool).Sample((replies, status, delay, known) =>
            {
                var written = new DeliveryEvent(Time, "4Xyz", "gmail.com", status)
                {
                    Account = known ? AccountName.Parse("山田 太郎@例え.jp") : null,
                    Relay = known ? "mx.example" : null,
                    RelayAddress = known ? IPAddress.Parse("2001:db8::1") : null,
                    Dsn = known ? "5.7.1" : null,
                    Reply = replies.FirstOrDefault(),
                    DelaySeconds = known ? delay : null,
                };

                var line = DeliveryEventJson.Write(written);

                Assert.DoesNotContain('\n', line);
                Assert.True(DeliveryEventParser.TryParse(line, Time, out var read, out var rejection), rejection?.Detail);
                Assert.Equal(written, read);
            });
}
