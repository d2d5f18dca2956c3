using System.Diagnostics;
using System.Globalization;
using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Demo;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Benchmarks.Ingest;

/// <summary>
/// Accounts that were used from nine countries and are now used from the tenth: how long from the publishing of that event until the account's
/// suspension can be read from the table.
/// </summary>
internal sealed class CrossingAccounts(LocalStack stack, AddressBook addresses)
{
    private const int Accounts = 200;
    private const int Countries = 10;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly StackTables _tables = new(stack.Azurite.ConnectionString);

    /// <summary>Measures all accounts, a new one crossing every 50 ms.</summary>
    /// <param name="garbage">Messages that are no events, published beside them as fast as it goes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(Percentiles Waits, FloodFigures? Flood)> MeasureAsync(int garbage, CancellationToken cancellationToken)
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

        var flood = Stopwatch.StartNew();
        var flooded = FloodAsync(garbage, flood, cancellationToken);
        var waits = new List<Task<TimeSpan>>();
        var pace = Stopwatch.StartNew();
        for (var number = 0; number < Accounts; number++)
        {
            await publisher.AddAsync(Event(number, Countries - 1), cancellationToken);
            var sent = Stopwatch.GetTimestamp();
            await publisher.FlushAsync(cancellationToken);
            waits.Add(WaitAsync(Name(number), sent, cancellationToken));
            if (Pace * (number + 1) - pace.Elapsed is { Ticks: > 0 } ahead)
            {
                await Task.Delay(ahead, cancellationToken);
            }
        }

        var measured = Percentiles.Of(await Task.WhenAll(waits));
        var published = await flooded;
        await stack.WaitUntilProcessedAsync(cancellationToken);
        return (measured, garbage == 0 ? null : new FloodFigures(garbage, Figures.Round(published.TotalSeconds, 1), Figures.Round(flood.Elapsed.TotalSeconds, 1)));
    }

    private async Task<TimeSpan> FloodAsync(int garbage, Stopwatch watch, CancellationToken cancellationToken)
    {
        await using var publisher = new KeylessPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
        for (var i = 0; i < garbage; i++)
        {
            await publisher.AddAsync("garbage", cancellationToken);
        }

        await publisher.FlushAsync(cancellationToken);
        return watch.Elapsed;
    }

    private async Task<TimeSpan> WaitAsync(AccountName account, long sent, CancellationToken cancellationToken)
    {
        while (await _tables.FindSuspensionAsync(account, cancellationToken) is not { State: SuspensionState.Active })
        {
            if (Stopwatch.GetElapsedTime(sent) > Patience)
            {
                throw new InvalidOperationException($"An account that was used from ten countries was not suspended within {Patience}.");
            }
        }

        return Stopwatch.GetElapsedTime(sent);
    }

    private string Event(int number, int country)
    {
        IPAddress address = addresses[AddressBook.Countries[country]].V4(number);
        return AuthEventJson.Write(new AuthEvent(TimeProvider.System.GetUtcNow(), Name(number), address, Success: true, Recipients: 0), protocol: "smtp", server: "mx1");
    }

    private static AccountName Name(int number) => AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"crossing{number:000}@example.jp"));
}
