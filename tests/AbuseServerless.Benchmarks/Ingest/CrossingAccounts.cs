using System.Diagnostics;
using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Demo;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Benchmarks.Ingest;

/// <summary>
/// Accounts that were used from nine countries and are now used from the tenth: how long from the publishing of that event until the account's
/// suspension is in the table.
/// </summary>
/// <param name="stack">Where to.</param>
/// <param name="addresses">Addresses of each country.</param>
/// <param name="rate">Messages a second of what comes beside them; 0: as fast as it goes.</param>
internal sealed class CrossingAccounts(LocalStack stack, AddressBook addresses, int rate)
{
    private const int Accounts = 200;
    private const int Countries = 10;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly TableClient _suspensions = new TableServiceClient(stack.Storage).GetTableClient(Tables.Suspensions);

    /// <summary>Measures all accounts, a new one crossing every 50 ms.</summary>
    /// <param name="beside">Messages published beside them; may be none.</param>
    /// <param name="keys">Whether those have their account's bucket as partition key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(Percentiles Waits, BesideFigures? Beside)> MeasureAsync(IReadOnlyCollection<string> beside, bool keys, CancellationToken cancellationToken)
    {
        await using var publisher = new AuthEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
        for (var number = 0; number < Accounts; number++)
        {
            for (var country = 0; country < Countries - 1; country++)
            {
                await publisher.AddAsync(Event(number, country), cancellationToken);
            }
        }

        await publisher.FlushAsync(cancellationToken);
        await stack.WaitUntilProcessedAsync(cancellationToken);

        var watch = Stopwatch.StartNew();
        var others = PublishAsync(beside, keys, watch, cancellationToken);
        var sent = new List<DateTimeOffset>();
        var pace = Stopwatch.StartNew();
        for (var number = 0; number < Accounts; number++)
        {
            await publisher.AddAsync(Event(number, Countries - 1), cancellationToken);
            sent.Add(TimeProvider.System.GetUtcNow());
            await publisher.FlushAsync(cancellationToken);
            if (Pace * (number + 1) - pace.Elapsed is { Ticks: > 0 } ahead)
            {
                await Task.Delay(ahead, cancellationToken);
            }
        }

        var published = await others;
        await stack.WaitUntilProcessedAsync(cancellationToken);
        var processed = watch.Elapsed;
        var measured = Percentiles.Of(await Task.WhenAll(sent.Select(async (time, number) => await FindSuspendedAsync(Name(number), cancellationToken) - time)));
        return (measured, beside.Count == 0 ? null : new BesideFigures(beside.Count, Figures.Round(published.TotalSeconds, 1), Figures.Round(processed.TotalSeconds, 1)));
    }

    private async Task<TimeSpan> PublishAsync(IReadOnlyCollection<string> messages, bool keys, Stopwatch watch, CancellationToken cancellationToken)
    {
        var producer = EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents);
        await using IMessagePublisher publisher = keys ? new AuthEventPublisher(producer) : new KeylessPublisher(producer);
        await DayLoad.PublishAsync(publisher, messages, rate, watch, cancellationToken);
        return watch.Elapsed;
    }

    // When the storage wrote the row, by the clock of the same machine: who asked for it again and again would be most of the load.
    private async Task<DateTimeOffset> FindSuspendedAsync(AccountName account, CancellationToken cancellationToken)
    {
        TableEntity row = await _suspensions.GetEntityAsync<TableEntity>(SuspensionEntity.Partition, SuspensionEntity.RowKey(account), cancellationToken: cancellationToken);
        return SuspensionEntity.Read(row).State == SuspensionState.Active ? row.Timestamp!.Value : throw new InvalidOperationException("An account that was used from ten countries is not suspended.");
    }

    private string Event(int number, int country)
    {
        var address = addresses[AddressBook.Countries[country]].V4(number);
        return AuthEventJson.Write(new AuthEvent(TimeProvider.System.GetUtcNow(), Name(number), address, Success: true, Recipients: 0), protocol: "smtp", server: "mx1");
    }

    private static AccountName Name(int number) => AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"crossing{number:000}@example.jp"));
}
