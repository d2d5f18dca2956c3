using System.ComponentModel;
using AbuseServerless.Accounts;
using AbuseServerless.Benchmarks.Measuring;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Memory;

/// <summary><c>cache</c>: what the cache of one worker of a large installation takes, in this process, which has the worker's settings of the garbage collector.</summary>
internal sealed class CacheCommand : AsyncCommand<CacheCommand.Settings>
{
    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--accounts <N>")]
        [Description("Accounts of all workers.")]
        [DefaultValue(50_000_000)]
        public int Accounts { get; init; }

        [CommandOption("--workers <N>")]
        [Description("Workers that share them: as many as scale large keeps ready.")]
        [DefaultValue(8)]
        public int Workers { get; init; }

        [CommandOption("--megabytes <N>")]
        [Description("Activity:CacheMegabytes, as scale large sets it.")]
        [DefaultValue(832)]
        public int Megabytes { get; init; }

        [CommandOption("--days <N>")]
        [Description("Days for which an account's activity is remembered.")]
        [DefaultValue(7)]
        public int Days { get; init; }

        public override ValidationResult Validate() =>
            Accounts < 1 ? ValidationResult.Error("--accounts: 1 or more.")
            : Workers is < 1 or > AccountBucket.Count ? ValidationResult.Error($"--workers: 1 to {AccountBucket.Count}.")
            : Megabytes < 1 ? ValidationResult.Error("--megabytes: 1 or more.")
            : Days is < 1 or > 60 ? ValidationResult.Error("--days: 1 to 60.")
            : ValidationResult.Success();
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var machine = MachineInfo.Read();
        Say.Progress($"{settings.Days} days of rows …");
        var rows = RealisticRows.Make(settings.Days);
        Say.Progress("Which accounts are of this worker …");
        using var share = new CachedShare(settings.Accounts, settings.Workers, rows, settings.Megabytes * 1_048_576L);
        GC.Collect();
        var empty = ProcessMemory.Of(Environment.ProcessId);
        Say.Progress($"{share.Accounts} accounts, each once …");
        await share.UseAllAsync(cancellationToken);
        var once = CacheState.Of(share);
        var wrong = share.ForgottenOutOfTurn();
        Say.Progress("At random …");
        var found = await share.UseAtRandomAsync(share.Accounts, cancellationToken);
        Figures.Print(new CacheFigures(
            "cache",
            settings.Accounts,
            settings.Workers,
            share.Accounts,
            Figures.Round(rows.Average(row => row.Length)),
            settings.Megabytes,
            empty,
            once,
            CacheState.Of(share),
            wrong,
            Figures.Round(found, 0),
            machine));
        return 0;
    }
}
