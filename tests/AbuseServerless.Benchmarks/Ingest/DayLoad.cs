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
        foreach (var (index, line) in lines.Index())
        {
            await publisher.AddAsync(line, cancellationToken);
            if (rate > 0)
            {
                await PaceAsync(publisher, index + 1, rate, watch, cancellationToken);
            }
        }

        await publisher.FlushAsync(cancellationToken);
        var published = watch.Elapsed;
        await stack.WaitUntilProcessedAsync(cancellationToken);
        var processed = watch.Elapsed;
        var used = meter.Cpu().Since(cpu);
        return new LoadRun(published, processed, used, (await meter.StorageAsync(cancellationToken)).Since(storage));
    }

    /// <summary>Does what a log shipper does: ten times a second it sends what there is.</summary>
    public static async Task PaceAsync(IMessagePublisher publisher, int count, int rate, Stopwatch watch, CancellationToken cancellationToken)
    {
        if (count % Math.Max(rate / 10, 1) == 0)
        {
            await publisher.FlushAsync(cancellationToken);
            var ahead = TimeSpan.FromSeconds(count / (double)rate) - watch.Elapsed;
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, cancellationToken);
            }
        }
    }
}

/// <summary>One day's run.</summary>
/// <param name="Published">From the first publish to the last.</param>
/// <param name="Processed">From the first publish to the last event processed.</param>
/// <param name="Cpu">Processor time meanwhile.</param>
/// <param name="Storage">Requests of the workers.</param>
internal sealed record LoadRun(TimeSpan Published, TimeSpan Processed, CpuTimes Cpu, StorageUse Storage);
