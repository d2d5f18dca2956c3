using System.Globalization;
using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.SharedOrigins;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Detection.SharedOrigins;
using AbuseServerless.Suspensions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.SharedOrigins;

/// <summary>A spray from one address, through workers on a real Azurite: each sprayed account is found, the first ones too, whatever happens between the workers.</summary>
public sealed class SharedOriginsTests
{
    private const int Home = 1;
    private const int Sprayer = 99;

    private static readonly OriginKey Origin = OriginKey.Of(Worker.Start, IPAddress.Parse("99.0.0.1"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_fifth_account_from_one_address_makes_another_worker_find_the_four_before_it()
    {
        await using var storage = await TestStorage.StartAsync();
        using var one = Worker.On(storage.ConnectionString);
        using var other = Worker.On(storage.ConnectionString, time: one.Time);
        await one.Processor.ProcessAsync(Worker.Batch([.. Enumerable.Range(0, 8).SelectMany(n => Life($"user{n}", Home)), .. Life("dweller", Sprayer)]), Cancellation);

        await one.Processor.ProcessAsync(Worker.Batch([.. Enumerable.Range(0, 4).Select(n => Worker.Event($"user{n}", Sprayer, n)), Worker.Event("dweller", Sprayer, 5)], first: 1_000), Cancellation);
        Assert.Empty(await FoundAsync(one));
        await other.Processor.ProcessAsync(Worker.Batch([Worker.Event("user4", Sprayer, 10)], first: 1_000, partition: 1), Cancellation);
        Assert.Equal(["user0", "user1", "user2", "user3", "user4"], await FoundAsync(other));
        await one.Processor.ProcessAsync(Worker.Batch([Worker.Event("user5", Sprayer, 20), Worker.Event("user6", Home, 20)], first: 2_000), Cancellation);
        Assert.Equal(["user0", "user1", "user2", "user3", "user4", "user5"], await FoundAsync(one));

        // The worker that did not write the first accounts' verdict goes on with their rows.
        await one.Processor.ProcessAsync(Worker.Batch([Worker.Event("user0", Home, 30)], first: 3_000), Cancellation);
        var first = (await one.Suspensions.FindAsync(AccountName.Parse("user0"), Cancellation))!;
        Assert.Equal(("SharedOrigins", 5L, 1), (first.Decision!.Net, first.Decision.Measured, first.Transitions));
    }

    [Fact]
    public async Task Two_workers_at_once_find_all_accounts()
    {
        await using var storage = await TestStorage.StartAsync();
        Worker[] workers = [Worker.On(storage.ConnectionString), Worker.On(storage.ConnectionString)];
        await workers[0].Processor.ProcessAsync(Worker.Batch(Enumerable.Range(0, 16).SelectMany(n => Life($"user{n:00}", Home))), Cancellation);
        await Task.WhenAll(workers.Select(async (worker, partition) =>
        {
            for (var n = partition; n < 16; n += 2)
            {
                await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event($"user{n:00}", Sprayer, n)], first: 1_000 + n, partition), Cancellation);
            }
        }));
        Assert.Equal(Enumerable.Range(0, 16).Select(n => $"user{n:00}"), await FoundAsync(workers[0]));
        Array.ForEach(workers, worker => worker.Dispose());
    }

    [Fact]
    public async Task Accounts_that_were_never_used_before_are_found_beside_two_that_were_and_cost_no_request_elsewhere()
    {
        await using var storage = await TestStorage.StartAsync();
        var counted = new OriginRequests();
        using var worker = Worker.On(storage.ConnectionString, counted);
        await worker.Processor.ProcessAsync(Worker.Batch([.. Life("user0", Home), .. Life("user1", Home)]), Cancellation);
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(0, 3).Select(n => Worker.Event($"early{n}", Sprayer, n)), first: 500), Cancellation);
        Assert.Equal(0, counted.Count);
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("user0", Sprayer, 30)], first: 1_000), Cancellation);
        Assert.Empty(await FoundAsync(worker));
        Assert.Equal(1, counted.Count);
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("user1", Sprayer, 31), Worker.Event("elsewhere", Home, 34)], first: 2_000), Cancellation);
        Assert.Equal(["early0", "early1", "early2", "user0", "user1"], await FoundAsync(worker));
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("later", Sprayer, 35)], first: 3_000), Cancellation);
        Assert.Contains("later", await FoundAsync(worker));

        // In one batch, whatever the order; and a batch that is delivered again to a worker that has seen nothing.
        var batch = Worker.Batch([.. Enumerable.Range(0, 3).Select(n => Worker.Event($"other{n}", Sprayer + 1, 50 + n)), Worker.Event("user0", Sprayer + 1, 60), Worker.Event("user1", Sprayer + 1, 61)], first: 5_000);
        await worker.Processor.ProcessAsync(batch, Cancellation);
        Assert.Equal(["other0", "other1", "other2"], (await FoundAsync(worker)).Where(name => name.StartsWith("other", StringComparison.Ordinal)));
        using var next = Worker.On(storage.ConnectionString);
        await next.Processor.ProcessAsync(batch, Cancellation);
        Assert.Equal(9, (await FoundAsync(next)).Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_is_repaired_by_the_batch_that_is_delivered_again(bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        var failures = 0;
        for (var n = 1; ; n++)
        {
            // Each time another address, so that each is a spray of its own.
            var names = Enumerable.Range(0, 5).Select(account => string.Create(CultureInfo.InvariantCulture, $"user{n:000}-{account}")).ToArray();
            var from = 30 + n;
            using var before = Worker.On(storage.ConnectionString);
            await before.Processor.ProcessAsync(Worker.Batch([.. names.SelectMany(name => Life(name, Home)), .. names[..4].Select(name => Worker.Event(name, from, 0))], first: n * 1_000), Cancellation);
            var batch = Worker.Batch([Worker.Event(names[4], from, 5)], first: (n * 1_000) + 500);
            var failing = new FailingRequests(n, afterwards) { OfBuckets = false };
            using var crashing = Worker.On(storage.ConnectionString, failing);
            var crash = await Record.ExceptionAsync(() => crashing.Processor.ProcessAsync(batch, Cancellation));
            using var next = Worker.On(storage.ConnectionString);
            await next.Processor.ProcessAsync(batch, Cancellation);
            await next.Suspensions.DoDueAsync(Cancellation);
            foreach (var name in names)
            {
                var suspension = (await next.Suspensions.FindAsync(AccountName.Parse(name), Cancellation))!;
                Assert.Equal((SuspensionState.Watched, 1), (suspension.State, suspension.Transitions));
            }

            if (!failing.HasFailed)
            {
                Assert.Null(crash);
                break;
            }

            failures++;
            Assert.IsType<StorageException>(crash);
        }

        Assert.InRange(failures, 10, 80);
    }

    [Fact]
    public async Task Who_was_used_where_an_abused_account_was_is_found_before_and_after_it()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        string[] names = ["before", "bot", "after"];
        await worker.Processor.ProcessAsync(Worker.Batch(names.SelectMany(name => Life(name, Home))), Cancellation);
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("before", Sprayer, 0)], first: 1_000), Cancellation);
        await worker.Processor.ProcessAsync(Worker.Batch([.. Enumerable.Range(50, 10).Select(country => Worker.Event("bot", country, country)), Worker.Event("bot", Sprayer, 70)], first: 2_000), Cancellation);
        Assert.Equal(["before"], await FoundAsync(worker));
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("after", Sprayer, 80)], first: 3_000), Cancellation);
        Assert.Equal(["after", "before"], await FoundAsync(worker));
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("new", Sprayer, 81), Worker.Event("elsewhere", Home, 82)], first: 4_000), Cancellation);
        Assert.Equal(["after", "before", "new"], await FoundAsync(worker));
        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(AccountName.Parse("bot"), Cancellation))!.State);
    }

    [Fact]
    public async Task An_address_where_many_accounts_live_is_no_shared_origin()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        string[] dwellers = [.. Enumerable.Range(0, 1_000).Select(n => $"dweller{n}").Where(name => OriginKey.IsSampled(IPAddress.Parse("99.0.0.1"), AccountBucket.Of(AccountName.Parse(name)))).Take(2)];
        await worker.Processor.ProcessAsync(Worker.Batch([.. Enumerable.Range(0, 8).SelectMany(n => Life($"user{n}", Home)), .. dwellers.SelectMany(name => Life(name, Sprayer))]), Cancellation);

        // They were there the day before: what is known of that day is enough.
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(0, 8).Select(n => Worker.Event($"user{n}", Sprayer, n)), first: 5_000), Cancellation);
        Assert.Empty(await FoundAsync(worker));
    }

    [Fact]
    public async Task Only_the_first_unfamiliar_use_of_a_day_costs_a_request_and_familiar_use_none()
    {
        await using var storage = await TestStorage.StartAsync();
        var counted = new OriginRequests();
        using var worker = Worker.On(storage.ConnectionString, counted);
        var name = Enumerable.Range(0, 1_000).Select(n => $"user{n}").First(name => !OriginKey.IsSampled(IPAddress.Parse("1.0.0.1"), AccountBucket.Of(AccountName.Parse(name))));
        await worker.Processor.ProcessAsync(Worker.Batch([.. Life(name, Home), Worker.Event(name, Home, 0)]), Cancellation);
        Assert.Equal(0, counted.Count);
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event(name, Sprayer, 1), Worker.Event(name, Sprayer, 2)], first: 1_000), Cancellation);
        Assert.Equal(1, counted.Count);
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event(name, Sprayer, 60), Worker.Event(name, Home, 61)], first: 2_000), Cancellation);
        Assert.Equal(1, counted.Count);
    }

    [Fact]
    public async Task A_row_of_another_form_does_not_hold_up_the_partition()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch([.. Enumerable.Range(0, 6).SelectMany(n => Life($"user{n}", Home)), Worker.Event("user0", Sprayer, 0)]), Cancellation);
        var table = new global::Azure.Data.Tables.TableClient(storage.ConnectionString, Tables.SharedOrigins);
        foreach (var row in await table.QueryAsync<global::Azure.Data.Tables.TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation))
        {
            row["Uses"] = new byte[] { 77, 1, 2 };
            await table.UpdateEntityAsync(row, row.ETag, global::Azure.Data.Tables.TableUpdateMode.Replace, Cancellation);
        }

        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 5).Select(n => Worker.Event($"user{n}", Sprayer, n)), first: 1_000), Cancellation);
        Assert.Equal(["user1", "user2", "user3", "user4", "user5"], await FoundAsync(worker));
        Assert.Equal(5, (await new OriginTable(new Tables(TestStorage.Open(storage.ConnectionString)), TimeProvider.System).FindAsync(Origin, Cancellation)).Accounts);
    }

    // Ten days at home, the last of them yesterday.
    private static IEnumerable<string> Life(string account, int country) => Enumerable.Range(1, 10).Reverse().Select(day => Worker.Event(account, country, -1_440 * day));

    private static async Task<IEnumerable<string>> FoundAsync(Worker worker) =>
        (await worker.Suspensions.ReadAsync("", [], Cancellation).ToListAsync(Cancellation)).Where(suspension => suspension.State == SuspensionState.Watched).Select(suspension => suspension.Account.Value).Order(StringComparer.Ordinal);

    private sealed class OriginRequests : HttpPipelinePolicy
    {
        private int _count;

        public int Count => _count;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Uri.Path.Contains(Tables.SharedOrigins, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _count);
            }

            return ProcessNextAsync(message, pipeline);
        }
    }
}
