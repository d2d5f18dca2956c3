using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Local.Commands;
using AbuseServerless.Local.Demo;
using AbuseServerless.Local.Stack;
using Azure.Messaging.EventHubs;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>One trace through the real path, whatever happens on it: real functions in their real worker, the stock Event Hubs client, real Azurite.</summary>
public sealed class TraceTests
{
    private static readonly HostileTrace Trace = new(AddressBook.Open(RepositoryRoot.Combine("node_modules", "@ip-location-db")));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Exactly_the_accounts_of_an_independent_count_are_suspended() => RunAsync(Trace.Lines, new LocalStackOptions(), Disturbance.None);

    [Fact]
    public Task A_shuffled_trace_ends_the_same() => RunAsync(Shuffled(), new LocalStackOptions(), Disturbance.None);

    [Fact]
    public Task A_trace_cut_into_batches_of_seven_ends_the_same() => RunAsync(
        Trace.Lines,
        new LocalStackOptions { Settings = new Dictionary<string, string> { ["AzureFunctionsJobHost:extensions:eventHubs:maxEventBatchSize"] = "7" } },
        Disturbance.None);

    [Fact]
    public Task A_trace_published_without_partition_keys_and_spread_over_two_workers_ends_the_same() =>
        RunAsync(Trace.Lines, new LocalStackOptions { Workers = 2 }, Disturbance.None, withKeys: false);

    [Fact]
    public Task A_trace_that_is_older_than_accounts_are_kept_is_not_purged_while_it_comes_in() => RunAsync(Trace.Lines, new LocalStackOptions { Workers = 2 }, Disturbance.Purge, withKeys: false);

    [Fact]
    public Task Workers_that_are_killed_again_and_again_lose_and_double_nothing() =>
        RunAsync(Trace.Lines, new LocalStackOptions { Workers = 2 }, Disturbance.KillAWorker);

    [Fact]
    public Task Azurite_killed_with_all_its_tables_in_memory_is_filled_again() => RunAsync(Trace.Lines, new LocalStackOptions(), Disturbance.KillAzurite);

    [Fact]
    public async Task Azurite_killed_with_its_tables_on_disk_goes_on_from_what_it_had_saved()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(Trace.Lines, new LocalStackOptions { Data = folder.Path }, Disturbance.KillAzurite);
    }

    [Fact]
    public async Task A_stack_that_is_stopped_in_the_middle_goes_on_where_it_stopped()
    {
        using var folder = new TemporaryFolder();
        var options = new LocalStackOptions { Data = folder.Path, AsAtItsTime = true };
        await using (var first = await LocalStack.StartAsync(options, Cancellation))
        {
            await PublishAsync(first, Trace.Lines.Take(Trace.Lines.Count / 2), withKeys: true);
        }

        await using var second = await LocalStack.StartAsync(options, Cancellation);
        await PublishAsync(second, Trace.Lines.Skip(Trace.Lines.Count / 2), withKeys: true);
        await CheckAsync(second);
    }

    private static async Task RunAsync(IReadOnlyList<string> lines, LocalStackOptions options, Func<LocalStack, Task> disturb, bool withKeys = true)
    {
        // Its own Azurite where that is killed.
        await using var stack = await (disturb == Disturbance.KillAzurite ? LocalStack.StartAsync(options with { AsAtItsTime = true }, Cancellation) : Stacks.StartAsync(options with { AsAtItsTime = true }, Cancellation));
        foreach (var part in lines.Chunk(1 + lines.Count / 6))
        {
            await PublishAsync(stack, part, withKeys);
            await disturb(stack);
        }

        await CheckAsync(stack);
    }

    private static async Task CheckAsync(LocalStack stack)
    {
        await stack.WaitUntilProcessedAsync(Cancellation);
        await stack.Host.RunTimerAsync("EnforceSuspensions", Cancellation);
        var result = await ReplayResult.ReadAsync(Published.Auths(Trace.Lines.Count), new StackTables(stack.Storage), Cancellation);
        Assert.Equal(Trace.Suspended, result.Suspended.Select(suspended => suspended.Account).Order(StringComparer.Ordinal));
        Assert.Equal(Trace.BadLines, result.DeadLettered);
        Assert.Equal(Trace.Accounts, result.Accounts);
        Assert.All(result.Suspended, suspended => Assert.True(suspended.Countries.Count >= 10));
    }

    private static async Task PublishAsync(LocalStack stack, IEnumerable<string> lines, bool withKeys)
    {
        if (withKeys)
        {
            await using var publisher = new AuthEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
            foreach (var line in lines)
            {
                await publisher.AddAsync(line, Cancellation);
            }

            await publisher.FlushAsync(Cancellation);
            return;
        }

        await using var producer = EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents);
        foreach (var chunk in lines.Chunk(50))
        {
            await producer.SendAsync(chunk.Where(line => line.Length < 100_000).Select(line => new EventData(line)), Cancellation);
            foreach (var long1 in chunk.Where(line => line.Length >= 100_000))
            {
                await producer.SendAsync([new EventData(long1)], Cancellation);
            }
        }
    }

    private static string[] Shuffled()
    {
        string[] lines = [.. Trace.Lines];
        new Random(7).Shuffle(lines);
        return lines;
    }
}
