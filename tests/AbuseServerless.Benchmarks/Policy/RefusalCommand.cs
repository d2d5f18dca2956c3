using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Local.Commands;
using AbuseServerless.Local.Stack;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Policy;

/// <summary><c>refusal</c>: from the report of a login in the tenth country to the first refusal, account by account.</summary>
internal sealed class RefusalCommand : AsyncCommand<RefusalCommand.Settings>
{
    private static readonly string[] TenCountries =
        ["81.2.69.142", "8.8.8.8", "77.88.8.8", "114.114.114.114", "200.160.2.3", "196.25.1.1", "1.1.1.1", "202.12.27.33", "49.50.8.1", "41.220.68.1"];

    internal sealed class Settings : StackSettings
    {
        [CommandOption("--accounts <N>")]
        [Description("Accounts, one after another.")]
        [DefaultValue(200)]
        public int Accounts { get; init; }

        public override ValidationResult Validate() =>
            base.Validate() is { Successful: false } bad ? bad : Accounts < 1 ? ValidationResult.Error("--accounts: 1 or more.") : ValidationResult.Success();
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var machine = MachineInfo.Read();
        using var logs = settings.CreateLoggerFactory();
        await using var stack = await LocalStack.StartAsync(
            new LocalStackOptions { Settings = new Dictionary<string, string>(settings.Overrides) { ["Enforcement:Mode"] = "Enforce" }, Workers = settings.Workers, LoggerFactory = logs }, cancellationToken);
        using var client = new PolicyClient(stack, connections: 8);
        Say.Progress("Reporting …");
        var durations = new List<TimeSpan>();
        for (var number = -5; number < settings.Accounts; number++)
        {
            var duration = await RefuseAsync(client, string.Create(CultureInfo.InvariantCulture, $"bot{number}@example.jp"), cancellationToken);
            if (number >= 0)
            {
                durations.Add(duration);
            }
        }

        Figures.Print(new RefusalFigures("refusal", settings.Workers, Percentiles.Of(durations), machine));
        return 0;
    }

    private static async Task<TimeSpan> RefuseAsync(PolicyClient client, string account, CancellationToken cancellationToken)
    {
        foreach (var address in TenCountries[..^1])
        {
            await client.ReportAsync(account, address, cancellationToken);
        }

        // The nine have been judged by then, as on a server where they come over a day.
        await Task.Delay(500, cancellationToken);
        var watch = Stopwatch.StartNew();
        await client.ReportAsync(account, TenCountries[^1], cancellationToken);
        while (await client.AllowAsync(account, cancellationToken))
        {
            await Task.Delay(5, cancellationToken);
        }

        return watch.Elapsed;
    }
}

/// <summary>What <c>refusal</c> prints.</summary>
internal sealed record RefusalFigures(string Benchmark, int Workers, Percentiles TenthReportToRefusalMilliseconds, MachineInfo Machine);
