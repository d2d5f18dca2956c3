using AbuseServerless.Accounts;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.AuthPolicy;

/// <summary>What those who refuse read of the suspensions.</summary>
public sealed class StandingReaderTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot/#?@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_for_the_watched_accounts_reads_them_too_with_the_time_since_when()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 5).Select(n => Worker.Event("alice@example.jp", n, n))), Cancellation);
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));

        Assert.Equal(Bot, Assert.Single(await new StandingReader(tables).ReadActiveAsync(Cancellation).ToListAsync(Cancellation)).Account);
        var all = await new StandingReader(tables, withWatched: true).ReadActiveAsync(Cancellation).ToListAsync(Cancellation);
        Assert.Equal([("alice@example.jp", SuspensionState.Watched, Worker.Start), (Bot.Value, SuspensionState.Active, Worker.Start)], all.Select(one => (one.Account.Value, one.State, one.Since)));
    }

    [Fact]
    public async Task What_suspensions_were_judged_to_be_is_read_at_the_start_and_heard_also_of_one_that_had_expired_and_of_one_before_the_last()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var carol = AccountName.Parse("carol@example.jp");

        // Judged after its end, and judged before the next one.
        await worker.Suspensions.SuspendAsync(carol, TimeSpan.FromHours(1), "operator", "Complaint", Cancellation);
        await worker.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);
        worker.Time.Advance(TimeSpan.FromHours(2));
        await worker.Suspensions.DoDueAsync(Cancellation);
        await worker.Suspensions.AmendAsync(carol, new() { Judgement = Judgement.FalsePositive }, "operator", Cancellation);
        await worker.Suspensions.ResumeAsync(Bot, Judgement.FalsePositive, "operator", "On a cruise", Cancellation);
        await worker.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);

        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var reader = new StandingReader(tables, withVerdictsOf: TimeSpan.FromDays(30), time: worker.Time);
        Assert.Equal(
            [(Bot, SuspensionState.Active, new SuspensionVerdict(1, 2, Judgement.FalsePositive)), (carol, SuspensionState.Expired, new SuspensionVerdict(1, 3, Judgement.FalsePositive))],
            (await reader.ReadActiveAsync(Cancellation).ToListAsync(Cancellation)).Select(one => (one.Account, one.State, one.Verdicts.Single())));
        Assert.Equal(
            [(Bot, 3, new SuspensionVerdict(1, 2, Judgement.FalsePositive)), (carol, 3, new SuspensionVerdict(1, 3, Judgement.FalsePositive))],
            (await reader.ReadNewsAsync(Worker.Start, worker.Time.GetUtcNow(), Cancellation).ToListAsync(Cancellation)).Select(news => news.Standing!.Value)
                .GroupBy(one => one.Account).Select(one => one.MaxBy(standing => standing.Transitions)).OrderBy(one => one.Account.Value).Select(one => (one.Account, one.Transitions, one.Verdicts.Single())));

        // Nor does the end of the next one hide it; later than asked for it is not read.
        await worker.Suspensions.ResumeAsync(Bot, Judgement.None, "operator", "x", Cancellation);
        Assert.Equal([Bot, carol], (await reader.ReadActiveAsync(Cancellation).ToListAsync(Cancellation)).Select(one => one.Account));
        worker.Time.Advance(TimeSpan.FromDays(31));
        Assert.Empty(await reader.ReadActiveAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await new StandingReader(tables).ReadActiveAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_damaged_keeps_nobody_from_the_rest_of_its_row_and_of_the_table_and_is_told_once()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var log = new RecordedLog<StandingReader>();
        var reader = new StandingReader(tables, withVerdictsOf: TimeSpan.FromDays(30), time: worker.Time, logger: log);
        await worker.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);
        await worker.Suspensions.SuspendAsync(AccountName.Parse("alice"), null, "operator", "Complaint", Cancellation);
        var table = new TableClient(storage.ConnectionString, Tables.Suspensions);
        var row = await table.QueryAsync<TableEntity>("RowKey ge 'a:b' and RowKey lt 'b'", cancellationToken: Cancellation).FirstAsync(Cancellation);
        row[nameof(Suspension.EarlierVerdicts)] = "1-x:Abuse 2-3:FalsePositive 4:Abuse 5-99999999999:Abuse 6-7:Other";
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);
        foreach (var column in new[] { nameof(Suspension.Account), nameof(Suspension.Transitions) })
        {
            row.RowKey = "a:without " + column;
            var value = row[column];
            row.Remove(column);
            await table.AddEntityAsync(row, Cancellation);
            row[column] = value;
        }

        row.RowKey = "a:with another type";
        row[nameof(Suspension.Transitions)] = "one";
        await table.AddEntityAsync(row, Cancellation);

        for (var i = 0; i < 2; i++)
        {
            var read = await reader.ReadActiveAsync(Cancellation).ToListAsync(Cancellation);
            Assert.Equal(["alice", Bot.Value], read.Select(standing => standing.Account.Value));
            Assert.Equal([new SuspensionVerdict(2, 3, Judgement.FalsePositive)], read[1].Verdicts);
        }

        Assert.Single(log.Entries);
        Assert.Equal("2-3:FalsePositive", string.Join(' ', (await worker.Suspensions.FindAsync(Bot, Cancellation))!.EarlierVerdicts.Select(verdict => $"{verdict.First}-{verdict.Last}:{verdict.Judgement}")));
    }
}
