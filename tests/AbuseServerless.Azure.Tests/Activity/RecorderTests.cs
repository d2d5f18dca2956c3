using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Exemptions;
using AbuseServerless.Ingestion;
using AbuseServerless.Suspensions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Activity;

/// <summary>Workers on a real Azurite: whatever happens between them, accounts end in the state of an independent count.</summary>
public sealed class RecorderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_workers_with_stale_caches_on_the_same_accounts_end_in_the_state_of_one() => await DisturbedAsync(workers: 2, cacheBytes: 64 * 1_048_576);

    [Fact]
    public async Task A_cache_far_smaller_than_the_number_of_accounts_changes_nothing_but_the_cost() => await DisturbedAsync(workers: 1, cacheBytes: 2_000);

    [Fact]
    public async Task Two_workers_whose_caches_hold_next_to_nothing_end_in_the_same_state() => await DisturbedAsync(workers: 2, cacheBytes: 2_000);

    [Fact]
    public async Task Exactly_nine_countries_are_watched_and_exactly_ten_suspended()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        string[] events =
        [
            .. Enumerable.Range(1, 9).Select(n => Worker.Event("nine", n, n)),
            .. Enumerable.Range(1, 10).Select(n => Worker.Event("Ten", n, n)),
            .. Enumerable.Range(1, 15).Select(n => Worker.Event("guessed", n, n, success: false)),
        ];
        await worker.Processor.ProcessAsync(Worker.Batch(events), Cancellation);

        Assert.Equal(SuspensionState.Watched, (await FindAsync(worker, "nine"))!.State);
        var ten = (await FindAsync(worker, "ten"))!;
        Assert.Equal((SuspensionState.Active, "net:Countries"), (ten.State, ten.By));
        Assert.Equal(10, ten.Decision!.Countries.Count);
        Assert.Null(await FindAsync(worker, "guessed"));
        Assert.Null(await worker.Activity.FindAsync(AccountName.Parse("guessed"), Cancellation));
    }

    [Fact]
    public async Task A_resumed_account_is_not_suspended_again_by_a_worker_that_remembers_the_old_evidence()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        using var operators = Worker.On(storage.ConnectionString, time: worker.Time);
        await worker.Processor.ProcessAsync(Worker.Batch(Countries(1, 10, 0)), Cancellation);
        worker.Time.Advance(TimeSpan.FromHours(1));
        Assert.True((await operators.Suspensions.ResumeAsync(Alice, Judgement.FalsePositive, "operator", "travelling", Cancellation)).Changed);

        // In the same slots and from the same places as before, but after the reset: nothing new to a stale cache.
        await worker.Processor.ProcessAsync(Worker.Batch(Countries(1, 9, 65), first: 100), Cancellation);
        Assert.Equal(SuspensionState.Watched, (await FindAsync(worker, "alice"))!.State);
        Assert.Equal(9, await CountriesAsync(worker));

        await worker.Processor.ProcessAsync(Worker.Batch(Countries(10, 10, 66), first: 200), Cancellation);
        var again = (await FindAsync(worker, "alice"))!;
        Assert.Equal((SuspensionState.Active, 2), (again.State, again.Activations));
    }

    [Fact]
    public async Task Events_that_the_ring_no_longer_reaches_are_dead_letters_and_late_ones_within_it_count()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("alice", 1, 33 * 60)]), Cancellation);
        var late = Worker.Batch([Worker.Event("alice", 2, 60), Worker.Event("alice", 3, 2 * 60)], first: 100);
        await worker.Processor.ProcessAsync(late, Cancellation);
        await worker.Processor.ProcessAsync(late, Cancellation);

        Assert.Equal(2, await CountriesAsync(worker));
        var letter = Assert.Single(await worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal((RejectReason.TooLate, 100), (letter.Rejection.Reason, letter.SequenceNumber));
        Assert.StartsWith("time:", letter.Rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_logins_are_remembered_each_for_itself()
    {
        string[] logins = ["a/b", "a\\b", "a#b", "a?b", "a'b", "a\"b", "a%2Fb", "a!002Fb", "~a", "山田@例え.jp", "a b", "a&b=c", "<a>", "a\u0007b", new string('x', 900), "😀@example.jp", "x\u200By", "\uE000"];
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(logins.SelectMany(login => Enumerable.Range(1, 10).Select(n => Worker.Event(login, n, n)))), Cancellation);

        using var other = Worker.On(storage.ConnectionString);
        await other.Processor.ProcessAsync(Worker.Batch(logins.Select(login => Worker.Event(login, 11, 11)), first: 1000), Cancellation);
        foreach (var login in logins)
        {
            Assert.Equal(SuspensionState.Active, (await FindAsync(other, login))?.State);
            var row = await other.Activity.FindAsync(AccountName.Parse(login), Cancellation);
            Assert.Equal(11, ActivityEncoding.Decode(row!.State).Places.Count);
        }

        var listed = await other.Suspensions.ReadAsync("", [], Cancellation).Select(suspension => suspension.Account.Value).ToListAsync(Cancellation);
        Assert.Equal(logins.Select(login => AccountName.Parse(login).Value).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Exemptions_are_honoured_by_workers_within_seconds()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(Countries(1, 5, 0)), Cancellation);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Network, "6.0.0.0/8", "operator", "our VPN", Worker.Start), Cancellation);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Account, "bob", "operator", "a monitor", Worker.Start), Cancellation);
        worker.Time.Advance(ExemptionSnapshot.MaximumAge);

        await worker.Processor.ProcessAsync(Worker.Batch([.. Countries(6, 9, 1), .. Enumerable.Range(1, 12).Select(n => Worker.Event("Bob", n, n))], first: 100), Cancellation);
        Assert.Equal(8, await CountriesAsync(worker));
        Assert.Null(await FindAsync(worker, "bob"));

        await worker.Processor.ProcessAsync(Worker.Batch(Countries(10, 11, 2), first: 200), Cancellation);
        var decision = (await FindAsync(worker, "alice"))!.Decision!;
        Assert.Equal((10, 1), (decision.Measured, decision.ExemptedSlots));

        Assert.NotNull(await worker.Exemptions.RemoveAsync(ExemptionKind.Account, "bob", worker.Time.GetUtcNow(), "second", "x", Cancellation));
        Assert.Null(await worker.Exemptions.RemoveAsync(ExemptionKind.Account, "bob", worker.Time.GetUtcNow(), "second", "x", Cancellation));
        worker.Time.Advance(ExemptionSnapshot.MaximumAge);
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 12).Select(n => Worker.Event("Bob", n, n)), first: 300), Cancellation);
        Assert.Equal(SuspensionState.Active, (await FindAsync(worker, "bob"))!.State);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_set_aside_and_neither_its_account_nor_its_partition_waits()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch([.. Countries(1, 3, 0), Worker.Event("bob", 1, 0)]), Cancellation);
        byte[] damaged = [99, 1, 2, 3];
        var bucket = AccountBucket.Of(Alice);
        var table = new TableClient(storage.ConnectionString, ActivityTable.NameOf(bucket));
        var key = (AccountBucket.NameOf(bucket), TableKey.Of(Alice));
        await table.UpdateEntityAsync(new TableEntity(key.Item1, key.Item2) { ["State"] = damaged }, ETag.All, TableUpdateMode.Merge, Cancellation);

        using var other = Worker.On(storage.ConnectionString);
        using var measured = new Measurements();
        await other.Processor.ProcessAsync(Worker.Batch([.. Countries(4, 13, 1), Worker.Event("bob", 2, 1)], first: 100), Cancellation);

        Assert.Equal(10, await CountriesAsync(other));
        Assert.Equal(SuspensionState.Active, (await FindAsync(other, "alice"))!.State);
        Assert.Equal(damaged, (await table.GetEntityAsync<TableEntity>(key.Item1, key.Item2, cancellationToken: Cancellation)).Value.GetBinary("Unreadable"));
        Assert.Equal(2, ActivityEncoding.Decode((await other.Activity.FindAsync(AccountName.Parse("bob"), Cancellation))!.State).Places.Count);
        Assert.Equal(1, measured["abuseserverless.activity.unreadable outcome=set_aside"]);
    }

    [Fact]
    public async Task More_than_a_transaction_of_accounts_of_one_bucket_is_remembered()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        string[] sameBucket = [.. Enumerable.Range(0, 100_000).Select(n => $"user{n}").Where(name => AccountBucket.Of(AccountName.Parse(name)) == 5).Take(250)];
        await worker.Processor.ProcessAsync(Worker.Batch(sameBucket.Select(name => Worker.Event(name, 1, 0))), Cancellation);
        Assert.Equal(250, await worker.Activity.ReadBucketAsync(5, Cancellation).CountAsync(Cancellation));
    }

    private static readonly AccountName Alice = AccountName.Parse("alice");

    private static IEnumerable<string> Countries(int from, int to, double minute) => Enumerable.Range(from, to - from + 1).Select(n => Worker.Event("alice", n, minute));

    private static Task<Suspension?> FindAsync(Worker worker, string login) => worker.Suspensions.FindAsync(AccountName.Parse(login), Cancellation);

    private static async Task<int> CountriesAsync(Worker worker) => ActivityEncoding.Decode((await worker.Activity.FindAsync(Alice, Cancellation))!.State).Places.Count(place => place.Place.HasCountry);

    // Eighty accounts with 1 to 14 countries within a day, shuffled, a third of the events published twice, cut into batches; every third batch is delivered again, to any worker.
    private static async Task DisturbedAsync(int workers, long cacheBytes)
    {
        var random = new Random(20190101);
        var events = Enumerable.Range(0, 80)
            .SelectMany(account => Enumerable.Range(1, 1 + account % 14).Select(n => Worker.Event($"user{account}", n, random.Next(24 * 60 - 15))))
            .ToList();
        var messages = events.Concat(events.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(messages);

        await using var storage = await TestStorage.StartAsync();
        Worker[] all = [.. Enumerable.Range(0, workers).Select(_ => Worker.On(
            storage.ConnectionString, cacheBytes: cacheBytes, nets: nets => nets.Rate.AuthsPerDay.Watch = Threshold.At(1_000_000)))];
        var streams = messages.Chunk(23).Select((chunk, i) => (Chunk: chunk, Index: i)).GroupBy(batch => batch.Index % workers);
        await Task.WhenAll(streams.Select(async stream =>
        {
            foreach (var (chunk, index) in stream)
            {
                var batch = Worker.Batch(chunk, 1 + index * 1000L, stream.Key);
                await all[stream.Key].Processor.ProcessAsync(batch, Cancellation);
                if (index % 3 == 0)
                {
                    await all[(stream.Key + index) % workers].Processor.ProcessAsync(batch, Cancellation);
                }
            }
        }));

        for (var account = 0; account < 80; account++)
        {
            var countries = 1 + account % 14;
            SuspensionState? expected = countries >= 10 ? SuspensionState.Active : countries >= 5 ? SuspensionState.Watched : null;
            Assert.Equal(expected, (await FindAsync(all[0], $"user{account}"))?.State);
            var row = await all[0].Activity.FindAsync(AccountName.Parse($"user{account}"), Cancellation);
            var activity = ActivityEncoding.Decode(row!.State);
            Assert.Equal(countries, activity.Places.Count);
            Assert.Equal(messages.Count(message => message.Contains($"\"user{account}\"", StringComparison.Ordinal)), activity.Of(CountEvidence.Kind).All.Sum(count => count.Auths));
            Assert.Equal(expected is null ? Verdict.None : countries >= 10 ? Verdict.Suspend : Verdict.Watch, activity.Reached);
        }

        var audit = await all[0].Audit.ReadAsync(null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(audit.Count, audit.DistinctBy(transition => (transition.Account, transition.Transitions)).Count());
        Assert.Empty(await all[0].DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
        Array.ForEach(all, worker => worker.Dispose());
    }
}
