using AbuseServerless.Benchmarks.Measuring;
using BenchmarkDotNet.Reports;

namespace AbuseServerless.Benchmarks.HotPath;

/// <summary>What <c>hot-path</c> prints.</summary>
/// <param name="Benchmark">Name of the command.</param>
/// <param name="Events">Events of the day that was run.</param>
/// <param name="OneCore">Events, or look-ups, by what was done with them.</param>
/// <param name="RatioToLookUps">The hot path's rate by that of the baseline: bare look-ups into a dictionary, which is what MaxMind.Db does without a type of one's own.</param>
/// <param name="RatioToSmallTypeLookUps">The same by that of the leanest bare look-up.</param>
/// <param name="Machine">Where.</param>
internal sealed record HotPathFigures(
    string Benchmark, int Events, IReadOnlyDictionary<string, Rate> OneCore, double RatioToLookUps, double RatioToSmallTypeLookUps, MachineInfo Machine);

/// <summary>How fast something is done.</summary>
/// <param name="PerSecond">Times a second, on one core; from the median.</param>
/// <param name="Nanoseconds">Median of one time.</param>
/// <param name="AllocatedBytes">Bytes allocated for one time.</param>
internal sealed record Rate(double PerSecond, double Nanoseconds, double AllocatedBytes)
{
    public static Rate Of(BenchmarkReport report)
    {
        var median = report.ResultStatistics!.Median;
        return new(Figures.Round(1e9 / median, 0), Figures.Round(median, 0), report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
    }
}
