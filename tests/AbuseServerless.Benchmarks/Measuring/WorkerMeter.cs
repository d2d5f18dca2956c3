using System.Diagnostics;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>Measures the worker processes of a stack, and what runs beside them.</summary>
internal sealed class WorkerMeter(LocalStack stack) : IDisposable
{
    private readonly int[] _workers = [.. stack.Host.WorkerProcessIds];
    private readonly WorkerMetrics[] _metrics = [.. stack.Host.WorkerProcessIds.Select(WorkerMetrics.Of)];

    /// <summary>Storage requests so far.</summary>
    public async Task<StorageUse> StorageAsync(CancellationToken cancellationToken)
    {
        await WorkerMetrics.SettleAsync(cancellationToken);
        return StorageUse.Of(_metrics);
    }

    /// <summary>Managed heap after the last collection, MiB, fragmentation included.</summary>
    public double HeapMebibytes => Figures.Round(_metrics.Sum(worker => worker["dotnet.gc.last_collection.heap.size"]) / 1048576.0);

    /// <summary>Percentiles of a duration, in its unit, for each second since the last <see cref="ForgetDurations"/>.</summary>
    public IReadOnlyList<(double P50, double P99)> Durations(string instrument) => [.. _metrics.SelectMany(worker => worker.Histogram(instrument))];

    /// <summary>Begins anew with the durations.</summary>
    public void ForgetDurations() => Array.ForEach(_metrics, worker => worker.ForgetHistograms());

    /// <summary>Processor time used so far.</summary>
    /// <exception cref="InvalidOperationException">A worker has ended since the beginning: its figures are lost.</exception>
    public CpuTimes Cpu()
    {
        if (!_workers.SequenceEqual(stack.Host.WorkerProcessIds))
        {
            throw new InvalidOperationException("A worker ended during the measurement.");
        }

        return new(Of(_workers), Of(stack.Azurite.ProcessId), Of(Environment.ProcessId));
    }

    /// <summary>Memory of the workers.</summary>
    public ProcessMemory Memory() => ProcessMemory.Sum(_workers.Select(ProcessMemory.Of));

    public void Dispose() => Array.ForEach(_metrics, worker => worker.Dispose());

    private static TimeSpan Of(params IEnumerable<int> processes) => processes.Aggregate(TimeSpan.Zero, (sum, id) =>
    {
        using var process = Process.GetProcessById(id);
        return sum + process.TotalProcessorTime;
    });
}

/// <summary>Processor time.</summary>
/// <param name="Workers">Of the worker processes.</param>
/// <param name="Azurite">Of the storage.</param>
/// <param name="Driver">Of this process: producer, event hub and functions host.</param>
internal sealed record CpuTimes(TimeSpan Workers, TimeSpan Azurite, TimeSpan Driver)
{
    public CpuTimes Since(CpuTimes before) => new(Workers - before.Workers, Azurite - before.Azurite, Driver - before.Driver);
}
