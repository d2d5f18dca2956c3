using System.Text;
using AbuseServerless.Deliveries;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using AbuseServerless.Ingestion.Logs;
using CsCheck;

namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

public sealed class PostfixMailReaderTests
{
    private const string To = "Nov 24 16:57:47 mail postfix/smtp[1]: 94C43B60121: to=<ab@c.example>";
    private const string Relay = ", relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (";

    private static readonly string[] Samples = [.. Enumerable.Range(0, 40).SelectMany(seed => new WrittenLog(seed).Lines)];

    /// <summary>Lines that would cost the reader most: a beginning, what is repeated, and an end that does not fit.</summary>
    public static TheoryData<string, string, string> Shapes => new()
    {
        { "", "postfix/", "" },
        { "Nov 24 16:57:47 mail postfix/smtp[1]: ", "message repeated 2 times: [ ", "]" },
        { "Nov 24 16:57:47 mail postfix/smtp[1]: 94C43B60121: to=<", "\"\\\"", "" },
        { "Nov 24 16:57:47 mail postfix/smtp[1]: 94C43B60121: to=<", ">, orig_to=<", "" },
        { To, ", relay=x", Relay },
        { To + ", relay=x", ", delay=1", ", status=sent (x)" },
        { To + Relay, "<ab>", ")" },
        { To + Relay, " ab...", "" },
        { To + Relay, "\\\"@ ", ")" },
        { To + Relay, "%40", ")" },
        { To + Relay, "#012", "" },
        { "Nov 24 16:57:47 mail postfix/qmgr[1]: 94C43B60121: from=<", ">, status=expired, returned to sender", " " },
    };

    [Fact]
    public void A_log_tells_of_the_events_that_its_writer_knows_of() => Gen.Int.Try(seed =>
    {
        var log = new WrittenLog(seed);
        var reader = MailReading.NewReader();

        // A login may wait for the line that tells its recipients.
        Assert.Equal(log.Events.SelectMany(events => events).Order(StringComparer.Ordinal), log.Lines.SelectMany(reader.Events).Concat(reader.Rest()).Order(StringComparer.Ordinal));
    });

    [Fact]
    public void What_is_no_text_and_what_was_cut_off_throws_nothing_and_what_it_tells_of_can_be_published() => Inputs.Like([.. Samples.Select(Encoding.UTF8.GetBytes)]).Array[1, 8].Try(lines =>
    {
        var reader = MailReading.NewReader(memory: 2);
        foreach (var read in lines.SelectMany(line => reader.Read(Encoding.UTF8.GetString(line)).Told()))
        {
            if (read is DeliveryLine delivery)
            {
                Assert.True(DeliveryEventParser.TryParse(MailReading.Json(read), Inputs.LatestEnqueued, out var parsed, out var rejection), rejection?.Detail);
                Assert.Equal(delivery.Event with { Time = parsed.Time }, parsed);
            }
        }

        Assert.Equivalent(reader.Save(), MailReading.NewReader(reader.Save()).Save());
    });

    [Fact]
    public void No_local_part_gets_out_of_a_reply_of_any_length() => Gen.Int.Try(seed =>
    {
        var random = new Random(seed);
        var length = random.Next(9_000);
        var reply = new StringBuilder();
        while (reply.Length < length)
        {
            reply.Append(random.Next(5) switch
            {
                0 => new string('b', random.Next(2_000)) + "@d.example ",
                1 => new string('\t', random.Next(500)) + "x",
                2 => "<xqz1@d.example> ",
                3 => "xqz2%40d.example ",
                _ => "<\"xqz3 x\"@d.example> ",
            });
        }

        AssertNoSecret(MailReading.NewReader(), $"{To}{Relay}{reply})");
        Assert.DoesNotContain(WrittenRecipient.Secret, ReplyText.Clean(reply.ToString()) ?? "", StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Work_grows_with_the_line_and_no_faster(string start, string piece, string end)
    {
        // The stack of an expression stays as large as it ever was, and is no work of the next line.
        MailReading.NewReader().Read(Shape(100_000));

        Growth.IsLinear(Shape, line => MailReading.NewReader().Read(line));

        string Shape(int size) => start + string.Concat(Enumerable.Repeat(piece, size / piece.Length)) + end;
    }

    [Theory]
    [InlineData("%40")]
    [InlineData("\\\"@ ")]
    [InlineData("\"@ ")]
    [InlineData("a@")]
    public void Work_to_hide_local_parts_grows_with_the_text_and_no_faster(string piece) => Growth.IsLinear(
        size => string.Concat(Enumerable.Repeat(piece, size / piece.Length)),
        text => ReplyText.HideLocalParts(text));

    [Fact]
    public void Work_grows_with_the_number_of_lines_and_no_faster() => Growth.IsLinear(
        lines => Enumerable.Range(0, lines).Select(number => $"Nov 24 16:57:47 mail postfix/smtp[1]: 94C43B60121: to=<r{number}@c.example>, relay=none, delay=0, delays=0/0/0/0, dsn=4.4.1, status=deferred (x)"),
        lines =>
        {
            var reader = MailReading.NewReader();
            foreach (var line in lines)
            {
                reader.Read(line);
            }
        },
        huge: 200_000);

    private static void AssertNoSecret(MailLogReader reader, string line) =>
        Assert.All(reader.Read(line).Told(), read => Assert.DoesNotContain(WrittenRecipient.Secret, MailReading.Json(read), StringComparison.Ordinal));
}
