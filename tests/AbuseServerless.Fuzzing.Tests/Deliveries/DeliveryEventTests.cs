using AbuseServerless.Deliveries;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;

namespace AbuseServerless.Fuzzing.Tests.Deliveries;

public sealed class DeliveryEventTests
{
    private const string Rest = "\"time\":\"2026-11-24T01:02:03.456Z\",\"queueId\":\"4Xyz\",\"status\":\"bounced\"";

    private static readonly DateTimeOffset Enqueued = new(2026, 11, 24, 1, 3, 0, TimeSpan.Zero);
    private static readonly ProviderTable Providers = new();
    private static readonly ReplyClassifier Classifier = new();

    private static readonly string[] Samples =
    [
        $"{{{Rest},\"account\":\"alice@example.jp\",\"recipientDomain\":\"gmail.com\",\"relay\":\"gmail-smtp-in.l.google.com\",\"relayIp\":\"2404:6800:4003::1a\",\"dsn\":\"5.7.1\",\"reply\":\"550-5.7.1 [192.0.2.1] <bob@example.org> blocked\",\"delaySeconds\":1.2}}",
        $"{{{Rest},\"recipientDomain\":\"例え.jp\",\"reply\":\"connect to mx.example.jp[203.0.113.7]:25: Connection timed out\",\"delaySeconds\":1e3}}",
    ];

    /// <summary>Where in a message text is repeated, and what.</summary>
    public static TheoryData<string, string> Shapes => new()
    {
        { "reply", "a@" },
        { "reply", "\\\"@" },
        { "reply", "%40" },
        { "reply", "5.7.1 " },
        { "reply", "e\u0301" },
        { "recipientDomain", "a." },
        { "recipientDomain", "例." },
        { "dsn", "5." },
        { "relay", "x" },
        { "account", "\u0301\u0327" },
    };

    [Fact]
    public void A_message_is_a_delivery_that_is_written_and_read_back_the_same_or_is_rejected_and_nothing_is_thrown() =>
        Inputs.Like(Samples).Try(message =>
        {
            if (DeliveryEventParser.TryParse(message, Enqueued, out var parsed, out var rejection))
            {
                Assert.True(DeliveryEventParser.TryParse(DeliveryEventJson.Write(parsed), Enqueued, out var again, out _));
                Assert.Equal(parsed, again);
                Assert.True(Enum.IsDefined(Classifier.Classify(parsed.Dsn, parsed.Reply)));
                Assert.NotEmpty(Providers.Find(parsed.RecipientDomain, parsed.Relay));
            }
            else
            {
                Assert.NotEmpty(rejection.Detail);
            }
        });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Work_grows_with_the_message_and_no_faster(string property, string piece) => Growth.IsLinear(
        size => $"{{{Rest},\"recipientDomain\":\"example.jp\",\"{property}\":\"{string.Concat(Enumerable.Repeat(piece, size / piece.Length))}\"}}",
        message =>
        {
            if (DeliveryEventParser.TryParse(message, Enqueued, out var parsed, out _))
            {
                Classifier.Classify(parsed.Dsn, parsed.Reply);
            }
        });
}
