using System.Globalization;
using AbuseServerless.Azure.Deliveries;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.Stack;
using Azure.Messaging.EventHubs;

namespace AbuseServerless.Drills.Tests.Workers;

/// <summary>Deliveries to a few providers, of which so many of each kind must be counted, whatever happens.</summary>
internal static class Deliveries
{
    private static readonly DateOnly Day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
    private static readonly string[] Domains = ["one.example", "two.example", "three.example"];
    private static readonly string[] Kinds = ["sent", "sent", "sent", "deferred", "bounced", "expired", "sent"];

    /// <summary>What must be counted of the deliveries of these numbers: for each domain, how many of each kind.</summary>
    public static SortedSet<string> Expect(IEnumerable<int> numbers) => new(
        numbers.GroupBy(Domain, Kind).Select(domain => Line(domain.Key, Of(domain, "sent"), Of(domain, "deferred"), Of(domain, "bounced"), Of(domain, "expired"))), StringComparer.Ordinal);

    /// <summary>Publishes the deliveries of these numbers.</summary>
    public static async Task PublishAsync(LocalStack stack, IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        await using var producer = EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.DeliveryEvents);
        await producer.SendAsync(numbers.Select(number => new EventData(Message(number))), cancellationToken);
    }

    /// <summary>What was counted.</summary>
    public static async Task<SortedSet<string>> FoundAsync(LocalStack stack, CancellationToken cancellationToken)
    {
        var table = new DeliveryCountTable(new Tables(StorageConnection.Open(stack.Storage)));
        var rows = await table.ReadAsync(Day, cancellationToken).ToListAsync(cancellationToken);
        return new(rows.GroupBy(row => row.Provider, row => row.Counted.Tally).Select(provider => Line(
            provider.Key,
            provider.Sum(tally => tally.Sent),
            provider.Sum(tally => tally.Deferred.Values.Sum()),
            provider.Sum(tally => tally.Bounced.Values.Sum()),
            provider.Sum(tally => tally.Expired.Values.Sum()))), StringComparer.Ordinal);
    }

    private static string Domain(int number) => Domains[number % Domains.Length];

    private static string Kind(int number) => Kinds[number % Kinds.Length];

    private static string Message(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"time":"{{Day:yyyy-MM-dd}}T12:00:00Z","queueId":"q{{number}}","recipientDomain":"{{Domain(number)}}","status":"{{Kind(number)}}","dsn":"5.1.1","reply":"unknown"}""");

    private static long Of(IEnumerable<string> kinds, string kind) => kinds.LongCount(other => other == kind);

    private static string Line(string domain, long sent, long deferred, long bounced, long expired) =>
        string.Create(CultureInfo.InvariantCulture, $"{domain}: {sent} sent, {deferred} deferred, {bounced} bounced, {expired} expired");
}
