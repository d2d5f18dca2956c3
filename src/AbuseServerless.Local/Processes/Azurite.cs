using System.Globalization;
using AbuseServerless.Local.FunctionsHost.Processes;

namespace AbuseServerless.Local.Processes;

/// <summary>
/// Azurite's table service as a child process. On disk it saves what changed every five seconds and once more when it
/// is stopped gracefully; what it acknowledged after the last save is lost when it is killed. What it has saved it tells
/// by the marks that it was given (<see cref="Mark"/>, <see cref="AzuriteOptions.Saved"/>).
/// </summary>
internal sealed class Azurite : IAsyncDisposable
{
    private const string AccountName = "devstoreaccount1";
    private const string Started = "successfully started";
    private const int NotFound = 127;
    private const string Closed = "successfully closed";
    private const string Saved = "Saved up to mark ";

    private readonly AzuriteOptions _options;
    private ChildProcess? _process;
    private TaskCompletionSource _started = new();
    private volatile bool _closed;

    private Azurite(AzuriteOptions options) => _options = options;

    /// <summary>Port on 127.0.0.1; stays the same over restarts.</summary>
    public int Port => _options.Port;

    /// <summary>Where the table service answers.</summary>
    public Uri TableEndpoint => EndpointOf(Port, AccountName);

    /// <summary>Connection string for the table SDK.</summary>
    public string ConnectionString => ConnectionStringOf(Port, _options.AccountKey);

    /// <summary>Connection string of one of <see cref="AzuriteOptions.MoreAccounts"/>.</summary>
    public string ConnectionStringTo(string account) => ConnectionStringOf(Port, account, _options.AccountKey);

    /// <summary>Whether the tables outlive the process.</summary>
    public bool IsOnDisk => _options.Location is not null;

    /// <summary>The operating system's id of the present process.</summary>
    public int ProcessId => Process.Id;

    /// <summary>Completes with the exit code when the present process ends, wanted or not.</summary>
    public Task<int> Exited => Process.Exited;

    private static Uri EndpointOf(int port, string account) => new($"http://127.0.0.1:{port}/{account}");

    private ChildProcess Process => _process ?? throw new InvalidOperationException("Azurite was never started.");

    private string? MarkFile => _options.Location is { } location ? Path.Combine(Path.GetFullPath(location), "mark") : null;

    /// <summary>
    /// Gives it a mark. Once a save that began with this mark or a later one has ended, <see cref="AzuriteOptions.Saved"/> is told: everything that Azurite had acknowledged when the mark was given is
    /// on disk. Nothing happens for tables in memory.
    /// </summary>
    /// <exception cref="IOException">It could not be written: an older mark stands.</exception>
    public void Mark(long mark)
    {
        if (MarkFile is not { } file)
        {
            return;
        }

        File.WriteAllText(file + ".next", mark.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".next", file, overwrite: true);
    }

    /// <summary>Connection string of one that is still to be started.</summary>
    public static string ConnectionStringOf(int port, string accountKey = AzuriteOptions.WellKnownKey) => ConnectionStringOf(port, AccountName, accountKey);

    /// <summary>Starts Azurite and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended at start, or took too long; the message holds its last output.</exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellationToken = default)
    {
        var azurite = new Azurite(options with { Port = options.Port == 0 ? LoopbackPort.Free() : options.Port });
        await azurite.StartAsync(cancellationToken);
        return azurite;
    }

    /// <summary>
    /// Starts it anew on the same port and folder. A process that still runs is killed: who wants its tables saved
    /// stops it first.
    /// </summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await Process.DisposeAsync();
        await StartAsync(cancellationToken);
    }

    /// <summary>Stops it and lets it save its tables.</summary>
    /// <returns>Whether everything that it acknowledged is on disk; never so for tables in memory.</returns>
    public async Task<bool> StopAsync()
    {
        var byItself = await Process.StopAsync("INT", _options.StopLimit);
        return IsOnDisk && byItself && _closed && await Exited == 0;
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Location is { } location)
        {
            Directory.CreateDirectory(location);
        }
        // A mark of an earlier process says nothing about this one.
        if (MarkFile is { } file)
        {
            File.Delete(file);
        }

        _closed = false;
        _started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = ChildProcess.Start(Command(), Read);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.StartLimit);
        try
        {
            if (await Task.WhenAny(_started.Task, _process.Exited).WaitAsync(limit.Token) == _started.Task)
            {
                return;
            }

            throw new InvalidOperationException(await _process.Exited == NotFound
                ? "Azurite needs Node 20 or later, and 'node' is not in PATH: install it from https://nodejs.org or your system's packages."
                : $"Azurite ended while starting, with exit code {await _process.Exited}:{Environment.NewLine}{_process.RecentOutput}");
        }
        catch (OperationCanceledException)
        {
            await _process.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"Azurite did not start within {_options.StartLimit}:{Environment.NewLine}{_process.RecentOutput}");
        }
    }

    private static string ConnectionStringOf(int port, string account, string accountKey) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={accountKey};TableEndpoint={EndpointOf(port, account)};";

    private void Read(string line)
    {
        if (line.Contains(Started, StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }

        if (line.Contains(Closed, StringComparison.Ordinal))
        {
            _closed = true;
        }

        if (line.StartsWith(Saved, StringComparison.Ordinal))
        {
            _options.Saved?.Invoke(long.Parse(line.AsSpan(Saved.Length).TrimEnd('.'), CultureInfo.InvariantCulture));
        }
    }

    private ChildCommand Command()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var main = Path.Combine(Parts.NodeModules, "azurite", "dist", "src", "table", "main.js");
        if (!File.Exists(main))
        {
            throw new InvalidOperationException($"{main} is missing: run 'npm ci' in {Path.GetDirectoryName(Parts.NodeModules)}, with a connection to the npm registry.");
        }

        string[] persistence = _options.Location is { } location ? ["--location", Path.GetFullPath(location)] : ["--inMemoryPersistence"];
        // It would forget what it could not save and go on. Ended, it is started again, and what it had not saved is processed again.
        var saveOrEnd = Path.Combine(AppContext.BaseDirectory, "Processes", "save-or-end.cjs");
        return new ChildCommand("node",
        [
            string.Create(CultureInfo.InvariantCulture, $"--max-old-space-size={_options.HeapMegabytes}"), "--require", saveOrEnd, main,
            "--tableHost", "127.0.0.1", "--tablePort", port, .. persistence,
            "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ])
        {
            // In memory it still makes sure that its working directory exists, and writes nothing there.
            WorkingDirectory = Path.GetTempPath(),
            Environment = new Dictionary<string, string?> { ["AZURITE_ACCOUNTS"] = string.Join(';', _options.MoreAccounts.Prepend(AccountName).Select(account => $"{account}:{_options.AccountKey}")), ["MARK_FILE"] = MarkFile },
        };
    }
}
