using System.ComponentModel;
using System.Diagnostics;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Local.Commands;
using AbuseServerless.Local.Stack;
using AbuseServerless.Testing.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Policy;

/// <summary><c>allow</c>: how long a mail server waits for an answer while many accounts are suspended.</summary>
internal sealed class AllowCommand : AsyncCommand<AllowCommand.Settings>
{
    private const string RequestDuration = "http.server.request.duration";
    private const int Connections = 32;

    internal sealed class Settings : StackSettings
    {
        [CommandOption("--suspensions <N>")]
        [Description("Active suspensions.")]
        [DefaultValue(100_000)]
        public int Suspensions { get; init; }

        [CommandOption("--rate <N>")]
        [Description("Requests a second.")]
        [DefaultValue(1_000)]
        public int Rate { get; init; }

        [CommandOption("--seconds <N>")]
        [Description("How long, after 5 seconds that do not count.")]
        [DefaultValue(30)]
        public int Seconds { get; init; }

        public override ValidationResult Validate() =>
            base.Validate() is { Successful: false } bad ? bad
            : Suspensions < 1 || Rate < 1 || Seconds < 1 ? ValidationResult.Error("--suspensions, --rate, --seconds: 1 or more.")
            : ValidationResult.Success();
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var machine = MachineInfo.Read();
        using var logs = settings.CreateLoggerFactory();
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Settings = new Dictionary<string, string>(settings.Overrides) { ["Enforcement:Mode"] = "Enforce" }, LoggerFactory = logs }, cancellationToken);
        Say.Progress("Writing the suspensions …");
        await ActiveSuspensions.WriteAsync(stack.Storage, settings.Suspensions, cancellationToken);

        Say.Progress("Starting the worker on them …");
        using var client = new PolicyClient(stack, Connections);
        var watch = Stopwatch.StartNew();
        await stack.Host.RestartWorkersAsync(cancellationToken);
        while (await client.AllowAsync(ActiveSuspensions.Account(settings.Suspensions - 1), cancellationToken))
        {
            await Task.Delay(20, cancellationToken);
        }

        var snapshotSeconds = watch.Elapsed.TotalSeconds;
        using var meter = new WorkerMeter(stack);
        await SteadyRate.RunAsync(settings.Rate, settings.Rate * 5, number => AskAsync(number), cancellationToken);

        Say.Progress("Asking …");
        var refused = 0;
        meter.ForgetDurations();
        var cpu = meter.Cpu();
        watch.Restart();
        var durations = await SteadyRate.RunAsync(settings.Rate, settings.Rate * settings.Seconds, async number =>
        {
            if (!await AskAsync(number))
            {
                Interlocked.Increment(ref refused);
            }
        }, cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        Figures.Print(new AllowFigures(
            "allow",
            settings.Suspensions,
            Figures.Round(snapshotSeconds),
            settings.Rate,
            Figures.Round(durations.Length / seconds, 0),
            refused,
            WorkerDurations.Of(meter.Durations(RequestDuration)),
            Percentiles.Of(durations),
            Figures.Round(meter.Cpu().Since(cpu).Workers.TotalSeconds * 1_000_000 / durations.Length),
            meter.Memory(),
            machine));
        return 0;

        // Every second question is for a suspended account, spread over all of them.
        Task<bool> AskAsync(int number) => client.AllowAsync(
            number % 2 == 0 ? ActiveSuspensions.Account((int)(number * 7919L % settings.Suspensions)) : "honest@example.jp", cancellationToken);
    }
}
