using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Deliveries;
using AbuseServerless.Local.Stack;
using AbuseServerless.Report.Tests.Data;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Report.Tests.Served;

/// <summary>Tests that ask the same running report.</summary>
[CollectionDefinition(Name)]
public sealed class ReportCollection : ICollectionFixture<RunningReport>
{
    public const string Name = "A running report";
}

/// <summary>The functions in their real worker over tables that hold the story's days up to now; one account is suspended by an operator, and the worker has said what it reads.</summary>
public sealed class RunningReport : IAsyncLifetime
{
    public const string Suspended = "complained@example.jp";

    private LocalStack? _stack;

    /// <summary>Where the report is.</summary>
    public Uri Address => _stack!.ReportAddress;

    /// <summary>Its key.</summary>
    public string Key => _stack!.ReportKey;

    public async ValueTask InitializeAsync()
    {
        _stack = await LocalStack.StartAsync(new LocalStackOptions { Settings = new Dictionary<string, string> { ["Statistics:TimeZone"] = "Asia/Tokyo" } }, CancellationToken.None);
        var tables = new Tables(StorageConnection.Open(_stack.Storage));
        await Eventually.HoldsAsync(
            async () => (await new PresenceTable(tables).ReadAsync(CancellationToken.None)).Any(row => row.DatabaseBuilt is not null),
            () => "no worker has said which databases it reads");
        await WriteAsync(new DailyStatsTable(tables));
        var suspensions = new SuspensionTable(
            tables, new AuditTable(tables), new ActivityTable(tables), new SuspensionRules(Options.Create(new EnforcementOptions())), TimeProvider.System);
        await suspensions.SuspendAsync(AccountName.Parse(Suspended), TimeSpan.FromHours(3), "ops@noc", "Complaint 4711.", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stack is not null)
        {
            await _stack.DisposeAsync();
        }
    }

    // The story's last day is today.
    private static async Task WriteAsync(DailyStatsTable daily)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), ReputationStory.TimeZone).DateTime);
        var later = today.DayNumber - ReputationStory.Today.DayNumber;
        var story = ReputationStory.Data();
        foreach (var day in story.Deliveries.GroupBy(delivery => delivery.Day))
        {
            await daily.WriteProvidersAsync(day.Key.AddDays(later), day.Select(row => KeyValuePair.Create(row.Provider, new CountedDeliveries(row.Tally, row.Samples))), CancellationToken.None);
        }

        foreach (var day in story.Days)
        {
            await daily.WriteDayAsync(day with { Day = day.Day.AddDays(later) }, CancellationToken.None);
        }
    }
}
