using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Report;
using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Thresholds;
using AbuseServerless.Geolocation;
using AbuseServerless.Report;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Tests.Limits;

/// <summary>However the service cuts answers into pages, everybody reads the same.</summary>
public sealed class PagesTests
{
    private static readonly ReportScope Week = new(7, TimeZoneInfo.Utc);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_summaries_and_purges_leave_the_same_rows()
    {
        await using var limited = await LimitedStorage.StartAsync(LimitedStorage.OddPages());
        await using var plain = await TestStorage.StartAsync();
        Story[] both = [new(limited.Through, retries: 0), new(plain.ConnectionString, retries: 0)];
        await Task.WhenAll(both.Select(story => story.TellAsync()));
        Assert.Equal(await Story.RowsAsync(plain.ConnectionString), await Story.RowsAsync(limited.Direct));

        var before = limited.Proxy.Traffic.EmptyPages;
        await Task.WhenAll(both.Select(story => story.EndAsync()));
        var left = await Story.RowsAsync(plain.ConnectionString);
        Assert.Equal(left, await Story.RowsAsync(limited.Direct));
        Assert.DoesNotContain(left, row => row.StartsWith(Tables.DeliveryCounts, StringComparison.Ordinal));
        Assert.True(limited.Proxy.Traffic.EmptyPages > before && before > 0);
    }

    [Fact]
    public async Task Reports_and_lists_tell_the_same()
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.OddPages());
        await new Story(storage.Direct, retries: 0).TellAsync();
        using var plain = Worker.On(storage.Direct);
        using var odd = Worker.On(storage.Through);

        foreach (var (prefix, states) in new (string, SuspensionState[])[] { ("", []), ("", [SuspensionState.Lifted]), ("user1", []), ("o", [SuspensionState.Active, SuspensionState.Lifted]) })
        {
            var expected = await plain.Suspensions.ReadAsync(prefix, states, Cancellation).ToListAsync(Cancellation);
            Assert.NotEmpty(expected);
            Assert.Equivalent(expected, await odd.Suspensions.ReadAsync(prefix, states, Cancellation).ToListAsync(Cancellation), strict: true);
        }

        Assert.Equal(62, await odd.Activity.ReadAllAsync(Cancellation).CountAsync(Cancellation));
        Assert.Equal(await plain.Activity.ReadAsync("user1", Cancellation).CountAsync(Cancellation), await odd.Activity.ReadAsync("user1", Cancellation).CountAsync(Cancellation));
        Assert.Equal(122, await odd.DeadLetters.ReadAsync(Cancellation).Select(letter => letter.Messages).SumAsync(Cancellation));
        Assert.Equivalent(await plain.Audit.ReadEntriesAsync(null, Cancellation).ToListAsync(Cancellation), await odd.Audit.ReadEntriesAsync(null, Cancellation).ToListAsync(Cancellation), strict: true);
        Assert.Equivalent(await ReportAsync(storage.Direct, plain), await ReportAsync(storage.Through, odd), strict: true);
        Assert.True(storage.Proxy.Traffic.EmptyPages > 0);
    }

    private static Task<ReportData> ReportAsync(string storage, Worker worker)
    {
        var tables = new Tables(TestStorage.Open(storage));
        var thresholds = new ThresholdReader(worker.Audit, worker.Activity, worker.Exemptions, new AsnDatabase(Options.Create(new GeolocationOptions()), worker.Time), worker.Time);
        return new ReportReader(new DailyStatsTable(tables), new ReputationTable(tables), worker.Suspensions, worker.Activity, worker.DeadLetters, new PresenceTable(tables), new ImportedLogTable(tables), thresholds, worker.Time).ReadAsync(Week, Cancellation);
    }
}
