using System.Globalization;
using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Testing.Runtime;

/// <summary>The gate as a process of its own, on free ports of 127.0.0.1.</summary>
public sealed class GateProcess : IAsyncDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(5);

    private readonly ChildProcess _process;

    private GateProcess(ChildProcess process, string address, int httpPort, int postfixPort)
    {
        _process = process;
        PostfixPort = postfixPort;
        Http = new HttpClient { BaseAddress = new Uri($"http://{address}:{httpPort}") };
    }

    /// <summary>The built gate, which <c>dotnet</c> runs.</summary>
    public static string Program { get; } = RepositoryRoot.Combine("src", "AbuseServerless.Gate", "bin", Configuration, "net10.0", "AbuseServerless.Gate.dll");

    /// <summary>Client of the HTTP side.</summary>
    public HttpClient Http { get; }

    /// <summary>TCP port of the Postfix side.</summary>
    public int PostfixPort { get; }

    /// <summary>The operating system's id.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote last.</summary>
    public string Output => _process.RecentOutput;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="settings">What it is configured with beside the ports, such as <c>Storage</c> and <c>Gate:Data</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">It ended at once; the message holds its output.</exception>
    public static Task<GateProcess> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) => StartAsync(settings, null, "127.0.0.1", cancellationToken);

    /// <summary>The same in a network namespace, at an address of it; <see langword="null"/> for the one of the test.</summary>
    public static Task<GateProcess> StartAsync(IReadOnlyDictionary<string, string> settings, string? networkNamespace, string address, CancellationToken cancellationToken) =>
        StartThroughAsync(settings, networkNamespace is null ? [] : ["ip", "netns", "exec", networkNamespace], address, cancellationToken);

    /// <summary>The same, bound by the permissions of files also where the test is root.</summary>
    public static Task<GateProcess> StartBoundAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        StartThroughAsync(settings, Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] : [], "127.0.0.1", cancellationToken);

    private static async Task<GateProcess> StartThroughAsync(IReadOnlyDictionary<string, string> settings, string[] through, string address, CancellationToken cancellationToken)
    {
        var (http, postfix) = (LoopbackPort.Free(), LoopbackPort.Free());
        var all = new Dictionary<string, string>(settings) { ["Gate:Http"] = string.Create(CultureInfo.InvariantCulture, $"{address}:{http}") };
        all.TryAdd("Gate:Postfix", string.Create(CultureInfo.InvariantCulture, $"{address}:{postfix}"));
        var command = Command(Arguments(all));
        var process = ChildProcess.Start(through is [var first, .. var rest] ? new ChildCommand(first, [.. rest, command.Executable, .. command.Arguments]) : command);
        var gate = new GateProcess(process, address, http, postfix);
        await Eventually.HoldsAsync(() => gate.AnswersAsync(cancellationToken), () => $"The gate does not listen:{Environment.NewLine}{process.RecentOutput}", cancellationToken);
        return gate;
    }

    /// <summary>Runs it with settings with which it cannot start, and answers its exit code and output.</summary>
    public static Task<(int Code, string Output)> RunAsync(IReadOnlyDictionary<string, string> settings) => RunAsync(Arguments(settings));

    /// <summary>Runs it until it ends, and answers its exit code and output.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public static async Task<(int Code, string Output)> RunAsync(IEnumerable<string> arguments)
    {
        await using var process = ChildProcess.Start(Command(arguments));
        return (await process.Exited.WaitAsync(Eventually.Limit), process.RecentOutput);
    }

    /// <summary>What it says of itself, whether ready (200) or not yet (503).</summary>
    public async Task<string> HealthAsync()
    {
        using var answer = await Http.GetAsync("/healthz");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Waits until it is ready and has read the plans.</summary>
    /// <param name="plans">How many; <see langword="null"/> for any number.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task UntilItKnowsPlansAsync(int? plans, CancellationToken cancellationToken)
    {
        var read = plans is { } count ? string.Create(CultureInfo.InvariantCulture, $"Read the plans: {count}.") : "Read the plans:";
        return Eventually.HoldsAsync(
            async () => Output.Contains(read, StringComparison.Ordinal) && await IsReadyAsync(cancellationToken), () => $"The gate did not say '{read}', or is not ready:{Environment.NewLine}{Output}", cancellationToken);
    }

    /// <summary>Ends it as a power cut would, kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.Exited;
    }

    /// <summary>Asks it to stop, as systemd does.</summary>
    /// <returns>Whether it did.</returns>
    public Task<bool> StopAsync() => _process.StopAsync("TERM", StopLimit);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    private static IEnumerable<string> Arguments(IReadOnlyDictionary<string, string> settings) => settings.Select(setting => $"--{setting.Key}={setting.Value}");

    private static ChildCommand Command(IEnumerable<string> arguments) => new("dotnet", [Program, .. arguments]);

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync("/healthz", cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync("/healthz/live", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return _process.Exited.IsCompleted ? throw new InvalidOperationException($"The gate ended at start:{Environment.NewLine}{_process.RecentOutput}") : false;
        }
    }
}
