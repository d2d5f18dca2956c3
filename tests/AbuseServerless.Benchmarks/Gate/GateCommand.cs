using System.Diagnostics;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.Processes;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;
using AbuseServerless.Testing.Runtime;
using Microsoft.Extensions.Options;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Gate;

/// <summary><c>gate</c>: the gate's process under wrk, beside Azurite and the Event Hubs endpoint.</summary>
internal sealed class GateCommand : AsyncCommand<GateSettings>
{
    // Until the code that runs hot is compiled for good.
    private const int WarmUpSeconds = 6;

    public override async Task<int> ExecuteAsync(CommandContext context, GateSettings settings, CancellationToken cancellationToken)
    {
        if (!Wrk.IsThere)
        {
            Say.Progress("wrk is not installed: it is Debian's package wrk.");
            return 1;
        }

        var machine = MachineInfo.Read();
        var data = Directory.CreateTempSubdirectory("abuse-gate-benchmark-");
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), cancellationToken);
        await using var endpoint = await EventHubsEndpoint.StartAsync(
            0, new Dictionary<string, int> { [LocalStackOptions.AuthEvents] = 4 }, null, TimeProvider.System, cancellationToken);
        Say.Progress("Suspending every hundredth account …");
        await SuspendAsync(azurite.ConnectionString, settings.Accounts, cancellationToken);
        await using (var gate = await GateProcess.StartAsync(
            new Dictionary<string, string> { ["Storage"] = azurite.ConnectionString, ["EventHubs"] = endpoint.ConnectionString, ["Gate:Data"] = data.FullName }, cancellationToken))
        {
            Say.Progress("Warming up …");
            var warm = await Wrk.RunAsync(gate.Http.BaseAddress!, settings, WarmUpSeconds, cancellationToken);
            Say.Progress("Measuring …");
            using var process = Process.GetProcessById(gate.Id);
            var before = process.TotalProcessorTime;
            var result = await Wrk.RunAsync(gate.Http.BaseAddress!, settings, settings.Seconds, cancellationToken);
            process.Refresh();
            var cpu = process.TotalProcessorTime - before;
            var events = settings.Command == "report" ? await CatchUpAsync(endpoint, warm.Requests + result.Requests, cancellationToken) : null;
            Figures.Print(new GateFigures(
                "gate",
                settings.Command,
                settings.Connections,
                settings.Seconds,
                Figures.Round(result.Requests / (result.Microseconds / 1e6), 0),
                new WrkLatency(Milliseconds(result.P50), Milliseconds(result.P90), Milliseconds(result.P99), Milliseconds(result.Max)),
                result.Requests,
                result.Status,
                result.Socket,
                Figures.Round(cpu.TotalSeconds / (result.Requests / 1e6), 2),
                Figures.Round(cpu.TotalSeconds / (result.Microseconds / 1e6), 2),
                Figures.Round(process.WorkingSet64 / 1048576.0),
                events,
                machine));
        }

        data.Delete(recursive: true);
        return 0;
    }

    private static double Milliseconds(long microseconds) => Figures.Round(microseconds / 1000.0, 2);

    // wrk counts no answer that was still under way when it stopped: the hub may get up to a report a connection more.
    private static async Task<SpoolFigures> CatchUpAsync(EventHubsEndpoint endpoint, long spooled, CancellationToken cancellationToken)
    {
        var atEnd = InHub(endpoint);
        Say.Progress("Waiting for the hub to have all of it …");
        var start = TimeProvider.System.GetTimestamp();
        while (InHub(endpoint) < spooled)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        return new SpoolFigures(spooled, atEnd, Figures.Round(TimeProvider.System.GetElapsedTime(start).TotalSeconds));
    }

    private static long InHub(EventHubsEndpoint endpoint) =>
        endpoint.Hubs[LocalStackOptions.AuthEvents].Partitions.Sum(partition => partition.NextSequenceNumber - partition.FirstSequenceNumber);

    private static async Task SuspendAsync(string storage, int accounts, CancellationToken cancellationToken)
    {
        var tables = new Tables(StorageConnection.Open(storage));
        var suspensions = new SuspensionTable(
            tables, new AuditTable(tables), new ActivityTable(tables), new SuspensionRules(Options.Create(new EnforcementOptions())), TimeProvider.System);
        for (var i = 100; i <= accounts; i += 100)
        {
            await suspensions.SuspendAsync(AccountName.Parse($"user{i}@rig.test"), null, "benchmark", "Every hundredth.", cancellationToken);
        }
    }
}
