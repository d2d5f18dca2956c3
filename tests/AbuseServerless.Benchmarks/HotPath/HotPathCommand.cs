using AbuseServerless.Benchmarks.Measuring;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.HotPath;

/// <summary><c>hot-path</c>: what one core does in a second.</summary>
internal sealed class HotPathCommand : Command
{
    public override int Execute(CommandContext context, CancellationToken cancellationToken)
    {
        var machine = MachineInfo.Read();
        var summary = BenchmarkRunner.Run<HotPathBenchmark>(Config());
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
        {
            throw new InvalidOperationException("A benchmark failed; standard error says why.");
        }

        var rates = summary.Reports.ToDictionary(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name, Rate.Of);
        var hot = rates[nameof(HotPathBenchmark.HotPath)].PerSecond;
        Figures.Print(new HotPathFigures(
            "hot-path",
            HotPathBenchmark.Events,
            rates,
            Figures.Round(hot / rates[nameof(HotPathBenchmark.BareLookUpToDictionary)].PerSecond, 2),
            Figures.Round(hot / rates[nameof(HotPathBenchmark.BareLookUpToSmallType)].PerSecond, 2),
            machine));
        return 0;
    }

    // In this process: nothing is built, and the whole run takes less than a minute.
    private static ManualConfig Config() => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessNoEmitToolchain.DontLogOutput)
            .WithInvocationCount(1)
            .WithUnrollFactor(1)
            .WithWarmupCount(6)
            .WithIterationCount(12))
        .AddLogger(new TextLogger(Console.Error))
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "AbuseServerless.Benchmarks"))
        .WithOptions(ConfigOptions.DisableLogFile);
}
