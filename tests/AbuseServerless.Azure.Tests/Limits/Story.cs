using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.Limits;

/// <summary>Something of everything that writes, on a storage of one's choice: told twice, it leaves the same rows.</summary>
internal sealed class Story(string storage, int retries)
{
    private const int Day = 24 * 60;

    // Of the eight buckets that the first purge looks at.
    private static readonly string[] Names = [.. Enumerable.Range(0, int.MaxValue).Select(i => $"user{i}").Where(name => AccountBucket.Of(AccountName.Parse(name)) < 8).Take(60)];

    private readonly FakeTimeProvider _time = new(Worker.Start);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>AUTHs of many accounts and of two that are stolen, deliveries to many providers, garbage, operators, timers.</summary>
    public async Task TellAsync()
    {
        using (var worker = Auth())
        {
            await worker.Processor.ProcessAsync(Worker.Batch([.. Home(0), .. Stolen("bot"), .. Garbage(120)], enqueued: Worker.Start.AddHours(2)), Cancellation);
        }

        using (var worker = Auth())
        {
            await worker.Processor.ProcessAsync(Worker.Batch([.. Home(60), .. Stolen("other")], 10_000, enqueued: Worker.Start.AddHours(2)), Cancellation);
            _time.Advance(TimeSpan.FromMinutes(1));
            await OperateAsync(worker);
            await worker.Suspensions.DoDueAsync(Cancellation);
        }

        foreach (var partition in Enumerable.Range(0, 2))
        {
            string[] events = [.. Enumerable.Range(0, 210).Select(i => DeliveryWorker.Event($"d{i % 105}.example", minute: -Day * (i % 2))), "garbage"];
            await Deliveries().Processor.ProcessAsync(DeliveryWorker.Batch(events, partition: partition, enqueued: Worker.Start), Cancellation);
        }

        await Deliveries().Summary.RunAsync(Cancellation);
    }

    /// <summary>What is left once nearly everything is over.</summary>
    public async Task EndAsync()
    {
        _time.Advance(TimeSpan.FromDays(40));
        using (var worker = Auth())
        {
            await worker.Suspensions.DoDueAsync(Cancellation);

            // What was ended there, and the answer lost, is put on record by the next run.
            await worker.Suspensions.DoDueAsync(Cancellation);
        }

        await Deliveries().Expired.DeleteAsync(Cancellation);
    }

    /// <summary>Every row, its version left out.</summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(string storage)
    {
        var service = new TableServiceClient(storage);
        var rows = new List<string>();
        await foreach (var table in service.QueryAsync(cancellationToken: Cancellation))
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                var columns = row.Where(column => column.Key is not ("odata.etag" or nameof(TableEntity.Timestamp))).OrderBy(column => column.Key, StringComparer.Ordinal);
                rows.Add($"{table.Name}: {string.Join(", ", columns.Select(column => $"{column.Key}={Text(column.Value)}"))}");
            }
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static async Task OperateAsync(Worker worker)
    {
        for (var i = 0; i < 12; i++)
        {
            await worker.Suspensions.SuspendAsync(AccountName.Parse(Names[i]), TimeSpan.FromDays(i + 1), "noc", "Spam.", Cancellation);
        }

        await worker.Suspensions.AmendAsync(AccountName.Parse("bot"), new Amendment { Judgement = Judgement.Abuse }, "noc", Cancellation);
        await worker.Suspensions.ResumeAsync(AccountName.Parse(Names[3]), Judgement.FalsePositive, "noc", "x", Cancellation);
        await worker.Suspensions.ResumeAsync(AccountName.Parse("other"), Judgement.None, "noc", "x", Cancellation);
        foreach (var country in new[] { "JP", "FR" })
        {
            await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Country, country, "noc", "x", worker.Time.GetUtcNow()) with { Until = Worker.Start.AddDays(1) }, Cancellation);
        }

        await worker.Exemptions.RemoveAsync(ExemptionKind.Country, "FR", worker.Time.GetUtcNow(), "noc", "x", Cancellation);
    }

    private static IEnumerable<string> Home(double minute) => Names.Select((name, i) => Worker.Event(name, (i % 3) + 1, minute));

    private static IEnumerable<string> Stolen(string account) => Enumerable.Range(1, 10).Select(country => Worker.Event(account, country, country));

    private static IEnumerable<string> Garbage(int messages) => Enumerable.Range(0, messages).Select(i => $"garbage {i}");

    private Worker Auth() => Worker.On(storage, time: _time, retries: retries);

    private DeliveryWorker Deliveries() => DeliveryWorker.On(storage, time: _time, retries: retries);

    private static string Text(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
