using System.Globalization;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.Stack;
using Azure.Messaging.EventHubs;

namespace AbuseServerless.Functions.Tests.EndToEnd;

public sealed class FloodTests
{
    private const int Garbage = 20_000;
    private const int Accounts = 400;
    private const int Most = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_of_garbage_beside_valid_events_is_counted_to_the_last_message_and_holds_up_none_of_them()
    {
        await using var stack = await Stacks.StartAsync(
            new LocalStackOptions { AsAtItsTime = true, Settings = new Dictionary<string, string> { ["DeadLetters:MaximumPerBatch"] = Most.ToString(CultureInfo.InvariantCulture) } }, Cancellation);
        await using var producer = EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents);

        // Without keys, so that each partition gets of both; a valid one behind every 50 that are not.
        var valid = 0;
        foreach (var chunk in Enumerable.Range(0, Garbage).Chunk(Garbage / Accounts))
        {
            var login = $$"""{"time":"2026-11-24T00:00:00Z","account":"valid{{valid++}}@example.jp","ip":"8.8.8.8","success":true}""";
            await producer.SendAsync(chunk.Select(number => new EventData(number % 2 == 0 ? "garbage" : "{}")).Append(new EventData(login)), Cancellation);
        }

        await stack.WaitUntilProcessedAsync(Cancellation);

        var tables = new StackTables(stack.Storage);
        Assert.Equal((Accounts, Garbage), (await tables.CountAccountsAsync(Cancellation), await tables.CountDeadLettersAsync(Cancellation)));
        var letters = await new DeadLetterTable(new Tables(StorageConnection.Open(stack.Storage))).ReadAsync(Cancellation).ToListAsync(Cancellation);
        Assert.InRange(letters.Count, Most, Garbage - 1);
        Assert.Equal(4, letters.Select(letter => letter.Partition).Distinct().Count());
        Assert.Contains(letters, letter => letter.Messages > 1);
    }
}
