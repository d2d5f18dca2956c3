using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Net.Sockets;
using AbuseServerless.Azure;
using AbuseServerless.Local.EventHubs.Protocol;
using AbuseServerless.Local.FunctionsHost;
using AbuseServerless.Local.FunctionsHost.Workers;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Local.Commands;

/// <summary><c>up</c>: runs the stack until Ctrl-C and keeps its data.</summary>
internal sealed class UpCommand : AsyncCommand<UpCommand.Settings>
{
    internal sealed class Settings : StackSettings
    {
        [CommandOption("--data <DIR>")]
        [Description("Folder for tables, events, checkpoints and keys, relative to the current folder. The next up with this folder continues where this one stopped.")]
        [DefaultValue("data")]
        public string Data { get; init; } = "data";

        [CommandOption("--http-port <N>")]
        [Description("Port of the HTTP functions; 0 for a free port.")]
        [DefaultValue(7071)]
        [Range(0, 65535)]
        public int HttpPort { get; init; } = 7071;

        [CommandOption("--event-hubs-port <N>")]
        [Description("Port of the Event Hubs endpoint; 0 for a free port.")]
        [DefaultValue(5672)]
        [Range(0, 65535)]
        public int EventHubsPort { get; init; } = 5672;

        [CommandOption("--storage-port <N>")]
        [Description("Port of Azurite's table service; 0 for a free port.")]
        [DefaultValue(10002)]
        [Range(0, 65535)]
        public int StoragePort { get; init; } = 10002;

    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var logs = settings.CreateLoggerFactory();
        var data = Path.GetFullPath(settings.Data);
        EnsureFree(settings.EventHubsPort, "event-hubs-port", "the Event Hubs endpoint");
        EnsureFree(settings.StoragePort, "storage-port", "Azurite");
        EnsureFree(settings.HttpPort, "http-port", "the functions");
        await Parts.PrepareAsync(cancellationToken);
        DataFolder.Prepare(data);
        await using var stack = await Terminal.WaitAsync("Starting Azurite, the Event Hubs endpoint and the functions …", _ => LocalStack.StartAsync(
            new LocalStackOptions
            {
                Data = data,
                HttpPort = settings.HttpPort,
                EventHubsPort = settings.EventHubsPort,
                StoragePort = settings.StoragePort,
                Workers = settings.Workers,
                Settings = settings.Overrides,
                LoggerFactory = logs,
            },
            cancellationToken));

        var connection = new LocalConnection(stack.Storage, stack.Endpoint.ConnectionString, stack.Host.HttpAddress, Environment.ProcessId)
        {
            GeolocationDatabases = stack.GeolocationDatabases,
            AsnDatabase = stack.AsnDatabase,
        };
        var files = new[] { LocalConnection.UserFile, Path.Combine(data, LocalConnection.FileInData) };
        var other = LocalConnection.Read(LocalConnection.UserFile);
        foreach (var file in files)
        {
            connection.Write(file);
        }

        var set = await new StackTables(stack.Storage).FindEnforcementAsync(cancellationToken);
        Print(connection, stack, data, Mode(set, settings.Enforces));
        await SummariseAsync(stack, cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Terminal.Error.MarkupLine("Stopping: finishing what is in flight, saving the tables …");
        foreach (var file in files.Where(file => LocalConnection.Read(file)?.ProcessId == Environment.ProcessId))
        {
            File.Delete(file);
            if (file == LocalConnection.UserFile && other is not null && IsRunning(other.ProcessId))
            {
                // The one that was started before this one still runs.
                other.Write(file);
            }
        }

        return 0;
    }

    // What happened since the last up ended, for whoever looks at the report before the timer's next run; that one does it if this fails or takes long.
    private static async Task SummariseAsync(LocalStack stack, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            await stack.Host.RunTimerAsync("SummariseDay", limit.Token);
        }
        catch (Exception e) when (e is FunctionFailedException or WorkerGoneException or OperationCanceledException)
        {
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return processId != Environment.ProcessId && !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void EnsureFree(int port, string option, string user)
    {
        try
        {
            Loopback.Probe(port);
        }
        catch (SocketException e)
        {
            throw new IOException($"Port {port} for {user}: {e.Message}. Stop the program that uses it (another up?), or choose another port with --{option} N; 0 takes a free one.", e);
        }
    }

    // What an operator has set is in the data, and goes before the setting.
    private static string Mode(EnforcementChange? set, bool enforces) => (set?.Mode ?? (enforces ? EnforcementMode.Enforce : EnforcementMode.Observe)) == EnforcementMode.Enforce
        ? "Enforce: suspended accounts are refused"
        : "Observe: suspensions are recorded, but nobody is refused (Set-GeoEnforcement)";

    private static void Print(LocalConnection connection, LocalStack stack, string data, string mode)
    {
        AnsiConsole.MarkupLine("[green]Running.[/] Ctrl-C stops it.");
        AnsiConsole.WriteLine();
        // Plain lines: a connection string must not be wrapped.
        Console.Out.WriteLine($"Storage     {connection.Storage}");
        Console.Out.WriteLine($"EventHubs   {connection.EventHubs}");
        Console.Out.WriteLine($"HTTP        {connection.Http}");
        Console.Out.WriteLine($"Policy      {stack.PolicyAddress}");
        Console.Out.WriteLine($"PolicyKey   {stack.PolicyKey}");
        Console.Out.WriteLine($"Report      {stack.ReportAddress}");
        Console.Out.WriteLine($"ReportKey   {stack.ReportKey}");
        Console.Out.WriteLine($"Data        {data}");
        Console.Out.WriteLine($"Mode        {mode}");
        Console.Out.WriteLine();
        Console.Out.WriteLine("The report asks for a user name and a password: enter any name, and ReportKey as the password.");
        Console.Out.WriteLine(Parts.IsTool ? "In another shell:" : "In another shell, from the root of the checkout:");
        Console.Out.WriteLine($"  {Parts.PowerShell}");
        Console.Out.WriteLine($"  Import-Module {Parts.Module}; Connect-GeoAbuse -Local; Get-GeoSuspension");
    }
}
