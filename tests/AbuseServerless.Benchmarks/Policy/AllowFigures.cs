using AbuseServerless.Benchmarks.Measuring;

namespace AbuseServerless.Benchmarks.Policy;

/// <summary>What <c>allow</c> prints.</summary>
/// <param name="Benchmark">Its name.</param>
/// <param name="ActiveSuspensions">Accounts suspended meanwhile.</param>
/// <param name="SnapshotSeconds">From the start of the worker process to the first refusal: start and reading of them all.</param>
/// <param name="PerSecond">Requests sent a second.</param>
/// <param name="ReachedPerSecond">Requests answered a second.</param>
/// <param name="Refused">Answers that refused: every second request is for a suspended account.</param>
/// <param name="WorkerMilliseconds">Duration of a request inside the worker process, worst second and median of the seconds.</param>
/// <param name="ClientMilliseconds">From when a request was due to its answer, the local functions host and the client on the same cores included.</param>
/// <param name="WorkerCpuSecondsPerMillion">Processor time of the worker for a million requests.</param>
/// <param name="WorkerMemoryMebibytes">Memory of the worker at the end.</param>
/// <param name="Machine">Where.</param>
internal sealed record AllowFigures(
    string Benchmark,
    int ActiveSuspensions,
    double SnapshotSeconds,
    int PerSecond,
    double ReachedPerSecond,
    int Refused,
    WorkerDurations WorkerMilliseconds,
    Percentiles ClientMilliseconds,
    double WorkerCpuSecondsPerMillion,
    ProcessMemory WorkerMemoryMebibytes,
    MachineInfo Machine);

/// <summary>Percentiles that the worker's own instrument gives for each second, in milliseconds.</summary>
internal sealed record WorkerDurations(int Seconds, double MedianP50, double MedianP99, double WorstP99)
{
    public static WorkerDurations Of(IReadOnlyList<(double P50, double P99)> seconds) => new(
        seconds.Count,
        Figures.Round(Median(seconds.Select(second => second.P50)) * 1000, 2),
        Figures.Round(Median(seconds.Select(second => second.P99)) * 1000, 2),
        Figures.Round(seconds.Select(second => second.P99).DefaultIfEmpty().Max() * 1000, 2));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}
