using System.ComponentModel;
using System.Diagnostics;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Local.Commands;
using AbuseServerless.Local.Demo;
using AbuseServerless.Local.Stack;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Memory;

/// <summary><c>memory</c>: what one worker holds once so many accounts are active, each with one or two events through the real path.</summary>
internal sealed class MemoryCommand : AsyncCommand<MemoryCommand.Settings>
{
    internal sealed class Settings : StackSettings
    {
        [CommandOption("--accounts <N>")]
        [Description("Active accounts.")]
        [DefaultValue(1_000_000)]
        public int Accounts { get; init; }

        public override ValidationResult Validate() =>
            base.Validate() is { Successful: false } bad ? bad : Accounts < 1 ? ValidationResult.Error("--accounts: 1 or more.") : ValidationResult.Success();
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var machine = MachineInfo.Read();
        var lines = new ActiveAccounts(settings.Accounts, AddressBook.Open(DatabaseFiles.Folder));
        using var logs = settings.CreateLoggerFactory();
        await using var stack = await LocalStack.StartAsync(
            new LocalStackOptions { Settings = settings.Overrides, AsAtItsTime = true, Workers = settings.Workers, LoggerFactory = logs }, cancellationToken);
        using var meter = new WorkerMeter(stack);
        await WorkerMetrics.SettleAsync(cancellationToken);
        var idle = meter.Memory();

        Say.Progress("Publishing …");
        var watch = Stopwatch.StartNew();
        await using var publisher = new AuthEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
        foreach (var line in lines.Lines())
        {
            await publisher.AddAsync(line, cancellationToken);
        }

        await publisher.FlushAsync(cancellationToken);
        Say.Progress("Processing …");
        await stack.WaitUntilProcessedAsync(cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        await WorkerMetrics.SettleAsync(cancellationToken);
        var memory = meter.Memory();
        Figures.Print(new MemoryFigures(
            "memory",
            settings.Accounts,
            publisher.Count,
            Figures.Round(seconds),
            settings.Workers,
            idle,
            memory,
            meter.HeapMebibytes,
            Figures.Round((memory.Resident - idle.Resident) * 1048576 / settings.Accounts, 0),
            machine));
        return 0;
    }
}
