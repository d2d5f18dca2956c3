using System.Diagnostics;
using System.Globalization;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Drills.Tests.Stalls;

/// <summary>The local runtime as a process of its own (<c>up</c>), whose parts can be stopped and continued as the system's scheduler, a full memory or a laptop's lid does it.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly string _eventHubs;

    private RunningProgram(Process process, Task<string> errors, string eventHubs)
    {
        _process = process;
        _errors = errors;
        _eventHubs = eventHubs;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RunningProgram> StartAsync(string data, IReadOnlyDictionary<string, string> settings)
    {
        string[] arguments =
        [
            typeof(LocalStack).Assembly.Location, "up", "--data", data, "--http-port", "0", "--event-hubs-port", "0", "--storage-port", "0",
            .. settings.SelectMany(setting => new[] { "--set", $"{setting.Key}={setting.Value}" }),
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_DATA_HOME"] = data;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        const string Hub = "EventHubs   ";
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith(Hub, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(Cancellation);
                return new RunningProgram(process, errors, line[Hub.Length..].Trim());
            }
        }

        throw new InvalidOperationException($"The program ended: {await errors}");
    }

    /// <summary>Publishes logins as mail servers do.</summary>
    /// <returns>False where the hub did not acknowledge all of them; it may have them all the same.</returns>
    public async Task<bool> TryPublishAsync(IEnumerable<Login> logins)
    {
        try
        {
            await using var publisher = new AuthEventPublisher(EventHubsConnection.OpenProducer(_eventHubs, LocalStackOptions.AuthEvents));
            foreach (var login in logins)
            {
                await publisher.AddAsync(login.Line, Cancellation);
            }

            await publisher.FlushAsync(Cancellation);
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>The process of a part; null while it is being started again.</summary>
    public int? IdOf(Part part) => part == Part.Hub ? _process.Id : Children().Where(child => CommandOf(child).Contains(part == Part.Storage ? "azurite" : "AbuseServerless.Functions", StringComparison.Ordinal)).Cast<int?>().FirstOrDefault();

    /// <summary>Ends the program, gracefully (finishing, saving) or as a power cut would.</summary>
    /// <returns>What it wrote to standard error.</returns>
    public async Task<string> EndAsync(bool gracefully)
    {
        Processes.Signal(_process.Id, gracefully ? "TERM" : "KILL");
        await _process.WaitForExitAsync(Cancellation);
        return await _errors;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private IEnumerable<int> Children() =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _) && ParentOf(folder) == _process.Id
        select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);

    // Of /proc/ID/stat, behind the name in parentheses: the state, and the parent's id.
    private static int ParentOf(string folder)
    {
        var stat = Read(Path.Combine(folder, "stat"));
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static string CommandOf(int id) => Read($"/proc/{id}/cmdline");

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
