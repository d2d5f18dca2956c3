using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Postfix;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>What a Postfix 3.7 wrote on a test installation within three minutes, and the numbers that a separate script counted in it, with classes judged by eye.</summary>
public sealed class PostfixDeliveriesTests
{
    private static readonly string Log = RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Captures", "postfix-deliveries.log");

    [Fact]
    public void A_real_log_gives_the_numbers_that_were_counted_by_hand()
    {
        var providers = new ProviderTable();
        var classifier = new ReplyClassifier();
        var reader = New();
        var events = File.ReadLines(Log).SelectMany(reader.Told).OfType<DeliveryLine>().Select(line => line.Event).ToList();

        Assert.Equal(
            File.ReadLines(Path.ChangeExtension(Log, ".tsv")),
            events
                .GroupBy(e => string.Join(
                    '\t',
                    providers.Find(e.RecipientDomain, e.Relay),
                    DeliveryEventJson.Word(e.Status),
                    e.Status == DeliveryStatus.Sent ? "-" : classifier.Classify(e.Dsn, e.Reply).ToString()))
                .Select(group => $"{group.Key}\t{group.Count()}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(["alice@rig.test"], events.Select(e => e.Account?.Value).Distinct());
        Assert.DoesNotContain(events, e => e.Reply is { } reply && (reply.Contains("nouser", StringComparison.Ordinal) || reply.Contains("defer450", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_log_that_begins_in_the_middle_tells_of_the_same_deliveries()
    {
        var lines = File.ReadAllLines(Log);
        var reader = New();
        var late = lines[(lines.Length / 2)..].SelectMany(reader.Told).OfType<DeliveryLine>().Count(line => line.Event.Status != DeliveryStatus.Expired);

        var whole = New();
        foreach (var line in lines[..(lines.Length / 2)])
        {
            whole.Read(line);
        }

        Assert.Equal(lines[(lines.Length / 2)..].SelectMany(whole.Told).OfType<DeliveryLine>().Count(line => line.Event.Status != DeliveryStatus.Expired), late);
    }

    private static MailLogReader New() => Capture.Reader(PostfixLogReader.Format, new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
}
