using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Deliveries;

/// <summary>Whatever happens to batches, each event counts once.</summary>
public sealed class DeliveryCountTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DeliveryWorker.Start.UtcDateTime);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_request_and_redelivery_in_overlapping_batches_end_in_exact_counts(bool afterwards)
    {
        await using var storage = await TestStorage.StartAsync();
        var failures = 0;
        for (var n = 1; ; n++)
        {
            // Two days, and more providers on each than a transaction holds; a day pair and partition of its own for each attempt.
            var first = DeliveryWorker.Start.AddDays(3 * n);
            var offset = 3 * n * 24 * 60;
            string[] events =
            [
                .. Enumerable.Range(0, 600).Select(i => i % 10 == 0
                    ? DeliveryWorker.Event("gmail.com", "bounced", offset + (24 * 60 * (i / 10 % 2)), "5.7.1", DeliveryWorker.BadReputation)
                    : DeliveryWorker.Event($"d{i % 250}.example", i % 7 == 0 ? "deferred" : "sent", offset + (24 * 60 * (i / 3 % 2)))),
                "poison",
            ];
            EventBatch Batch(int from, int to) => DeliveryWorker.Batch(events[from..to], 1 + from, n, first.AddDays(2));

            var failing = new FailingRequests(n, afterwards);
            var crashing = DeliveryWorker.On(storage.ConnectionString, failing);
            var crash = await Record.ExceptionAsync(() => crashing.Processor.ProcessAsync(Batch(0, 400), Cancellation));

            // As the hub does: again from where it failed, cut elsewhere, until it succeeds; then another worker, and the first one with all that it remembers.
            crash ??= await Record.ExceptionAsync(() => crashing.Processor.ProcessAsync(Batch(0, 350), Cancellation));
            await crashing.Processor.ProcessAsync(Batch(0, 350), Cancellation);
            var next = DeliveryWorker.On(storage.ConnectionString);
            await next.Processor.ProcessAsync(Batch(200, events.Length), Cancellation);
            await Record.ExceptionAsync(() => crashing.Processor.ProcessAsync(Batch(0, events.Length), Cancellation));
            await crashing.Processor.ProcessAsync(Batch(0, events.Length), Cancellation);

            var (today, tomorrow) = (DateOnly.FromDateTime(first.UtcDateTime), DateOnly.FromDateTime(first.UtcDateTime).AddDays(1));
            await AssertExactAsync(next, events.Take(600), first, today, tomorrow);
            Assert.Equal(n, await next.DeadLetters.ReadAsync(Cancellation).CountAsync(Cancellation));
            if (crash is null)
            {
                break;
            }

            failures++;
            Assert.IsType<StorageException>(crash);
        }

        Assert.InRange(failures, 7, 40);
    }

    [Fact]
    public async Task Two_workers_on_one_partition_count_each_event_once()
    {
        await using var storage = await TestStorage.StartAsync();
        var (first, second) = (DeliveryWorker.On(storage.ConnectionString), DeliveryWorker.On(storage.ConnectionString));
        string[] events = [.. Enumerable.Range(0, 300).Select(i => DeliveryWorker.Event(i % 3 == 0 ? "gmail.com" : $"d{i % 40}.example", i % 5 == 0 ? "bounced" : "sent"))];
        for (var from = 0; from < events.Length; from += 30)
        {
            // Each is handed what the other has just counted, while its own memory is of before.
            var batch = DeliveryWorker.Batch(events[from..Math.Min(events.Length, from + 60)], 1 + from);
            await Task.WhenAll(first.Processor.ProcessAsync(batch, Cancellation), second.Processor.ProcessAsync(batch, Cancellation));
        }

        await AssertExactAsync(first, events, DeliveryWorker.Start, Today, Today.AddDays(1));
    }

    [Fact]
    public async Task Partitions_are_counted_beside_each_other_and_add_up()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        string[] events = [.. Enumerable.Range(0, 90).Select(i => DeliveryWorker.Event("gmail.com", "deferred", 90 - i, "4.7.28", $"421 slow {i % 7}"))];
        await Task.WhenAll(Enumerable.Range(0, 3).Select(partition =>
            worker.Processor.ProcessAsync(DeliveryWorker.Batch(events.Where((_, i) => i % 3 == partition), 1, partition), Cancellation)));
        var google = Assert.Single(await worker.CountsAsync(Today)).Value;
        Assert.Equal(90, google.Tally.Deferred[ReplyClass.RateLimit]);
        Assert.Equal(new ReplySample(DeliveryWorker.Start.AddMinutes(1), "421 slow 5"), google.Samples[ReplyClass.RateLimit]);
    }

    [Fact]
    public async Task A_domain_beyond_the_cap_is_counted_as_other_and_known_providers_never_are()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString, maximumDomains: 3);
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch(Enumerable.Range(0, 10).Select(i => DeliveryWorker.Event($"d{i}.example"))), Cancellation);
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("d1.example"), DeliveryWorker.Event("d9.example"), DeliveryWorker.Event("gmail.com")], 11), Cancellation);
        Assert.Equal(
            [("Google", 1L), ("d0.example", 1L), ("d1.example", 2L), ("d2.example", 1L), ("other", 8L)],
            (await worker.CountsAsync(Today)).Select(row => (row.Key, row.Value.Tally.Sent)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_domain_that_was_counted_as_other_is_not_counted_by_name_when_it_is_delivered_again(bool afterwards)
    {
        // 120 domains, of which 110 get a row: the transactions before and after the crash do not see the same rows taken.
        await using var storage = await TestStorage.StartAsync();
        string[] events = [.. Enumerable.Range(0, 600).Select(i => DeliveryWorker.Event($"d{(i < 300 ? 119 - (i % 120) : i % 120)}.example"))];
        for (var n = 1; ; n++)
        {
            var failing = new FailingRequests(n, afterwards);
            await Record.ExceptionAsync(() => DeliveryWorker.On(storage.ConnectionString, failing, maximumDomains: 110).Processor.ProcessAsync(DeliveryWorker.Batch(events, 1, n), Cancellation));
            await DeliveryWorker.On(storage.ConnectionString, maximumDomains: 110).Processor.ProcessAsync(DeliveryWorker.Batch(events[..250], 1, n), Cancellation);
            await DeliveryWorker.On(storage.ConnectionString, maximumDomains: 110).Processor.ProcessAsync(DeliveryWorker.Batch(events, 1, n), Cancellation);
            if (!failing.HasFailed)
            {
                var counts = await DeliveryWorker.On(storage.ConnectionString).CountsAsync(Today);
                Assert.Equal((111, n * 600L, n * 40L), (counts.Count, counts.Values.Sum(row => row.Tally.Sent), counts["other"].Tally.Sent));
                return;
            }
        }
    }

    [Fact]
    public async Task An_event_that_is_older_than_the_counts_are_kept_is_a_dead_letter()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString, retention: keep => keep.DeliveryCounts = 10);
        var enqueued = new DateTimeOffset(2026, 12, 4, 0, 0, 0, TimeSpan.Zero);
        await worker.Processor.ProcessAsync(
            DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com", minute: -12 * 60), DeliveryWorker.Event("gmail.com", minute: (-12 * 60) - 0.01)], enqueued: enqueued), Cancellation);
        Assert.Equal(1, (await worker.CountsAsync(Today))["Google"].Tally.Sent);
        var letter = Assert.Single(await worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal((RejectReason.TooLate, "time: more than 10 days before the message was enqueued.", 2L), (letter.Rejection.Reason, letter.Rejection.Detail, letter.SequenceNumber));
    }

    [Theory]
    [InlineData("victim@example.org")]
    [InlineData("victim\\u0040example.org")]
    public async Task A_message_that_holds_a_recipients_address_is_a_dead_letter_without_it(string recipient)
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event(recipient)]), Cancellation);
        var letter = Assert.Single(await worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(RejectReason.BadDomain, letter.Rejection.Reason);
        Assert.Contains("…@example.org", letter.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("victim", letter.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_was_made_again_counts_from_zero_and_its_events_count()
    {
        await using var storage = await TestStorage.StartAsync();
        var worker = DeliveryWorker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com")], 1000), Cancellation);
        var again = DeliveryWorker.Batch([DeliveryWorker.Event("gmail.com"), DeliveryWorker.Event("gmail.com")], 0, enqueued: DeliveryWorker.Start.AddDays(2));
        await worker.Processor.ProcessAsync(again, Cancellation);
        await DeliveryWorker.On(storage.ConnectionString).Processor.ProcessAsync(again, Cancellation);
        Assert.Equal(3, (await worker.CountsAsync(Today))["Google"].Tally.Sent);
    }

    [Fact]
    public async Task Partitions_of_the_hub_share_no_partition_of_the_table_and_a_day_that_an_older_release_began_goes_on_where_it_is()
    {
        await using var storage = await TestStorage.StartAsync();
        var table = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.DeliveryCounts);
        string[] events = [.. Enumerable.Range(0, 60).Select(i => DeliveryWorker.Event(i % 3 == 0 ? "gmail.com" : "example.org"))];
        for (var partition = 0; partition < 3; partition++)
        {
            await DeliveryWorker.On(storage.ConnectionString).Processor.ProcessAsync(DeliveryWorker.Batch(events[..20], 1, partition), Cancellation);
        }

        var rows = await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["2026-11-24:0000", "2026-11-24:0001", "2026-11-24:0002"], rows.Select(row => row.PartitionKey).Distinct());

        // As the release before had it: partition 1 in the day's own partition, beside the row that all wrote.
        foreach (var row in rows.Where(row => row.PartitionKey.EndsWith('1')))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: Cancellation);
            row.PartitionKey = "2026-11-24";
            await table.AddEntityAsync(row, Cancellation);
        }

        await table.AddEntityAsync(new TableEntity("2026-11-24", "changed") { ["Version"] = "v1" }, Cancellation);
        var worker = DeliveryWorker.On(storage.ConnectionString);
        var versions = new List<string?> { await worker.Counts.FindVersionAsync(Today, Cancellation) };
        for (var partition = 0; partition < 3; partition++)
        {
            await worker.Processor.ProcessAsync(DeliveryWorker.Batch(events[10..], 11, partition), Cancellation);
            versions.Add(await worker.Counts.FindVersionAsync(Today, Cancellation));
        }

        Assert.Equal([("Google", 60L), ("example.org", 120L)], (await worker.CountsAsync(Today)).Select(row => (row.Key, row.Value.Tally.Sent)));
        Assert.Equal(4, versions.Distinct().Count());
        Assert.Equal(versions[^1], await worker.Counts.FindVersionAsync(Today, Cancellation));
        Assert.Null(await worker.Counts.FindVersionAsync(Today.AddDays(1), Cancellation));
    }

    // Against an independent count of the JSON.
    private static async Task AssertExactAsync(DeliveryWorker worker, IEnumerable<string> events, DateTimeOffset first, params DateOnly[] days)
    {
        var expected = events.Select(body => System.Text.Json.JsonDocument.Parse(body).RootElement).CountBy(json => (
            Day: (json.GetProperty("time").GetDateTimeOffset() - first).Days,
            Provider: json.GetProperty("recipientDomain").GetString() is var domain && domain == "gmail.com" ? "Google" : domain!,
            Status: json.GetProperty("status").GetString()!)).ToDictionary();
        var counted = new Dictionary<(int, string, string), int>();
        foreach (var (i, day) in days.Index())
        {
            foreach (var (provider, row) in await worker.CountsAsync(day))
            {
                Add("sent", row.Tally.Sent);
                Add("deferred", row.Tally.Deferred.Values.Sum());
                Add("bounced", row.Tally.Bounced.Values.Sum());
                void Add(string status, long count)
                {
                    if (count > 0)
                    {
                        counted[(i, provider, status)] = (int)count;
                    }
                }
            }
        }

        Assert.Equal(expected.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal), counted.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal));
    }
}
