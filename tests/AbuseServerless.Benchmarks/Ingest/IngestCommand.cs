using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Local.Demo;
using AbuseServerless.Local.Processes;
using AbuseServerless.Local.Stack;
using AbuseServerless.StorageLimits;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Ingest;

/// <summary><c>ingest</c>: a realistic day through the stock client, the real worker and Azurite, all in memory.</summary>
internal sealed class IngestCommand : AsyncCommand<IngestSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, IngestSettings settings, CancellationToken cancellationToken)
    {
        var machine = MachineInfo.Read();
        var addresses = AddressBook.Open(DatabaseFiles.Folder);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        Say.Progress("Generating the day …");
        var before = settings.Warm ? Day(settings, addresses, today.AddDays(-2)) : [];
        var day = Day(settings, addresses, today.AddDays(-1));

        if (settings.RelieveStorage)
        {
            RelievedStorage.Apply();
        }

        using var logs = settings.CreateLoggerFactory();
        Say.Progress("Starting Azurite, the Event Hubs endpoint and the functions …");
        var port = LoopbackPort.Free();
        await using var limits = settings.ThroughLimits ? await LimitProxy.StartAsync(Azurite.ConnectionStringOf(port), new TableLimits(), cancellationToken) : null;
        var overrides = new Dictionary<string, string>(settings.Overrides);
        if (limits is not null)
        {
            overrides["Storage"] = limits.ConnectionString;
        }

        await using var stack = await LocalStack.StartAsync(
            new LocalStackOptions { Settings = overrides, StoragePort = port, AsAtItsTime = true, Workers = settings.Workers, Partitions = settings.Partitions, LoggerFactory = logs }, cancellationToken);
        using var meter = new WorkerMeter(stack);
        var load = new DayLoad(stack, meter, settings.Rate, !settings.NoKeys);
        if (settings.Warm)
        {
            Say.Progress("The day before …");
            await load.RunAsync(before, cancellationToken);
        }

        Say.Progress("The day …");
        limits?.Reset();
        var run = await load.RunAsync(day, cancellationToken);
        var memory = meter.Memory();
        var ofDay = limits?.Traffic;
        Say.Progress("Crossing events …");
        limits?.Reset();
        var beside = settings.Garbage > 0 ? [.. Enumerable.Repeat("garbage", settings.Garbage)] : settings.Rate > 0 ? Beside(settings, addresses, today.AddDays(-1)) : [];
        var (latencies, othersBeside) = await new CrossingAccounts(stack, addresses, settings.Rate)
            .MeasureAsync(beside, keys: settings.Garbage == 0 && !settings.NoKeys, cancellationToken);

        var millions = day.Length / 1e6;
        var total = run.Storage.Reads + run.Storage.Writes;
        Figures.Print(new IngestFigures(
            "ingest",
            new DayFigures(day.Length, settings.Accounts, $"{today.AddDays(-1):yyyy-MM-dd}", settings.Seed, settings.Warm, settings.Partitions, settings.Workers, settings.Rate > 0 ? settings.Rate : null, !settings.NoKeys, settings.RelieveStorage ? RelievedStorage.Description : "Azurite in memory"),
            Figures.Round(run.Processed.TotalSeconds, 2),
            Figures.Round(run.Published.TotalSeconds, 2),
            Figures.Round(day.Length / run.Processed.TotalSeconds, 0),
            new TransactionFigures(run.Storage.Reads, run.Storage.Writes, total, Figures.Round(total / (double)day.Length, 5)),
            run.Storage.Entities,
            Figures.Round(run.Storage.Entities / (double)day.Length, 3),
            run.Storage.Conflicts,
            run.Storage.Failures,
            new CpuFigures(
                Figures.Round(run.Cpu.Workers.TotalSeconds / millions, 2),
                Figures.Round(run.Cpu.Azurite.TotalSeconds / millions, 2),
                Figures.Round(run.Cpu.Driver.TotalSeconds / millions, 2)),
            memory,
            latencies,
            othersBeside,
            ofDay is null ? null : new LimitFigures(TrafficFigures.Of(ofDay, day.Length), TrafficFigures.Of(limits!.Traffic, null)),
            machine));
        return 0;
    }

    // What the same subscribers do beside the crossing events, for longer than those take.
    private static string[] Beside(IngestSettings settings, AddressBook addresses, DateOnly date) =>
        [.. new RealisticDay(new RealisticDayOptions(Math.Max(settings.Rate * 12, RealisticDayOptions.MinimumEvents), settings.Accounts, date, settings.Seed + 1), addresses).Lines()];

    private static string[] Day(IngestSettings settings, AddressBook addresses, DateOnly date) =>
        [.. new RealisticDay(new RealisticDayOptions(settings.Events, settings.Accounts, date, settings.Seed), addresses).Lines()];
}
