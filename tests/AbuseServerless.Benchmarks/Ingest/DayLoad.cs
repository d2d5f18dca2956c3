using System.Diagnostics;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Benchmarks.Ingest;

/// <summary>Publishes a day and measures until the last event of it is processed.</summary>
/// <param name="stack">Where to.</param>
/// <param name="meter">Measures the workers.</param>
/// <param name="rate">Events a second; 0: as fast as it goes.</param>
/// <param name="keys">Whether messages have their account's bucket as partition key.</param>
internal sealed class DayLoad(LocalStack stack, WorkerMeter meter, int rate, bool keys)
{
    /// <summary>Runs one day.</summary>
    public async Task<LoadRun> RunAsync(IReadOnlyCollection<string> lines, CancellationToken cancellationToken)
    {
        var producer = EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents);
        await using IMessagePublisher publisher = keys ? new AuthEventPublisher(producer) : new KeylessPublisher(producer);
        var storage = await meter.StorageAsync(cancellationToken);
        GC.Collect();
        var cpu = meter.Cpu();
        var watch = Stopwatch.StartNew();
        await PublishAsync(publisher, lines, rate, watch, cancellationToken);
        var published = watch.Elapsed;
        await stack.WaitUntilProcessedAsync(cancellationToken);
        var processed = watch.Elapsed;
        var used = meter.Cpu().Since(cpu);
        return new LoadRun(published, processed, used, (await meter.StorageAsync(cancellationToken)).Since(storage));
    }

    /// <summary>Publishes messages as a log shipper does: ten times a second it sends what there is; without a rate, as fast as it goes.</summary>
    public static async Task PublishAsync(IMessagePublisher publisher, IEnumerable<string> messages, int rate, Stopwatch watch, CancellationToken cancellationToken)
    {
        foreach (var (index, message) in messages.Index())
        {
            await publisher.AddAsync(message, cancellationToken);
            if (rate > 0 && (index + 1) % Math.Max(rate / 10, 1) == 0)
            {
                await publisher.FlushAsync(cancellationToken);
                if (TimeSpan.FromSeconds((index + 1) / (double)rate) - watch.Elapsed is { Ticks: > 0 } ahead)
                {
                    await Task.Delay(ahead, cancellationToken);
                }
            }
        }

        await publisher.FlushAsync(cancellationToken);
    }
}

/// <summary>One day's run.</summary>
/// <param name="Published">From the first publish to the last.</param>
/// <param name="Processed">From the first publish to the last event processed.</param>
/// <param name="Cpu">Processor time meanwhile.</param>
/// <param name="Storage">Requests of the workers.</param>
internal sealed record LoadRun(TimeSpan Published, TimeSpan Processed, CpuTimes Cpu, StorageUse Storage);
