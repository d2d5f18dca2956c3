using System.Globalization;
using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Local.FunctionsHost.Rpc;

namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>A worker process whose functions are loaded.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private const string HttpUriCapability = "HttpUri";

    // A worker that closed its stream is on its way out; one that hangs there is of no use to anyone.
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(10);

    private readonly ChildProcess _process;
    private readonly WorkerConnection _connection;
    private readonly Dictionary<string, string> _functionIds = [];

    private Worker(ChildProcess process, WorkerConnection connection)
    {
        _process = process;
        _connection = connection;
        Gone = EndAsync();
    }

    /// <summary>What the worker says about its functions.</summary>
    public IReadOnlyList<RpcFunctionMetadata> Functions { get; private set; } = [];

    /// <summary>Where the worker takes HTTP requests by itself; null where the app has no ASP.NET Core integration.</summary>
    public Uri? HttpUri { get; private set; }

    /// <summary>The operating system's id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The last lines that it wrote.</summary>
    public string RecentOutput => _process.RecentOutput;

    /// <summary>Whether it can still be asked for anything.</summary>
    public bool IsServing => !_connection.Closed.IsCompleted;

    /// <summary>Completes with the exit code when the process ended.</summary>
    public Task<int> Gone { get; }

    /// <summary>Starts a worker and loads its functions.</summary>
    /// <exception cref="InvalidOperationException">It ended, failed or took too long; the message holds its last output.</exception>
    public static async Task<Worker> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var connection = new WorkerConnection(start.Log.Write);
        start.Listener.Expect(id, connection);
        var worker = new Worker(ChildProcess.Start(Command(start, id), start.Log.Write), connection);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(start.Limit);
        try
        {
            await Task.WhenAny(connection.Opened, worker.Gone).WaitAsync(limit.Token);
            await worker.LoadAsync(start.Config.AppDirectory, limit.Token);
            return worker;
        }
        catch (Exception exception)
        {
            await worker.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            var reason = exception is OperationCanceledException ? $"It was not ready within {start.Limit}." : exception.Message;
            throw new InvalidOperationException($"The worker {start.Config.WorkerPath} did not start. {reason}{Environment.NewLine}{worker.RecentOutput}", exception);
        }
    }

    /// <summary>Has a function invoked.</summary>
    /// <param name="function">Name of the function.</param>
    /// <param name="request">The request; function and invocation id are set here.</param>
    /// <param name="cancellationToken">Gives up waiting, and tells the function to stop.</param>
    /// <exception cref="WorkerGoneException">The worker ended first.</exception>
    public async Task<InvocationResponse> InvokeAsync(string function, InvocationRequest request, CancellationToken cancellationToken)
    {
        request.FunctionId = _functionIds[function];
        if (request.InvocationId.Length == 0)
        {
            request.InvocationId = Guid.NewGuid().ToString();
        }
        // Where it is absent the invocation fails with a bare NullReferenceException.
        request.TraceContext ??= new RpcTraceContext();
        try
        {
            return await _connection.InvokeAsync(request, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _connection.Tell(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } });
            throw;
        }
    }

    /// <summary>Asks the worker to end, and kills it when it is still there after the grace period.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        _connection.Tell(new StreamingMessage
        {
            WorkerTerminate = new WorkerTerminate { GracePeriod = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(grace) },
        });
        await _process.EndsWithinAsync(grace);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<int> EndAsync()
    {
        await Task.WhenAny(_process.Exited, _connection.Closed);
        _connection.Close();
        await _process.EndsWithinAsync(ExitLimit);
        return await _process.Exited;
    }

    private async Task LoadAsync(string appDirectory, CancellationToken cancellationToken)
    {
        var init = (await _connection.AskAsync(
            new StreamingMessage
            {
                WorkerInitRequest = new WorkerInitRequest { HostVersion = "4.0.0", WorkerDirectory = appDirectory, FunctionAppDirectory = appDirectory },
            },
            cancellationToken)).WorkerInitResponse;
        Check(init.Result, "to initialise");
        if (init.Capabilities.TryGetValue(HttpUriCapability, out var uri))
        {
            HttpUri = new Uri(uri);
        }

        var metadata = (await _connection.AskAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appDirectory } },
            cancellationToken)).FunctionMetadataResponse;
        Check(metadata.Result, "to list its functions");
        Functions = metadata.FunctionMetadataResults;

        foreach (var function in Functions)
        {
            var loaded = await _connection.AskAsync(
                new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function } },
                cancellationToken);
            Check(loaded.FunctionLoadResponse.Result, $"to load {function.Name}");
            _functionIds[function.Name] = function.FunctionId;
        }

        if (HttpUri is not null)
        {
            await HttpReadiness.WaitAsync(HttpUri, Gone, cancellationToken);
        }

        if (!IsServing)
        {
            throw new WorkerGoneException();
        }
    }

    private static void Check(StatusResult? result, string what)
    {
        if (result?.Status != StatusResult.Types.Status.Success)
        {
            throw new InvalidOperationException($"It failed {what}: {result?.Exception?.Message ?? result?.Result}");
        }
    }

    private static ChildCommand Command(WorkerStart start, string id)
    {
        var environment = new Dictionary<string, string?>
        {
            // Ours, if set, would move the worker's own HTTP endpoint.
            ["ASPNETCORE_URLS"] = null,
            ["FUNCTIONS_APPLICATION_DIRECTORY"] = start.Config.AppDirectory,
            ["FUNCTIONS_WORKER_DIRECTORY"] = start.Config.AppDirectory,
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        };
        foreach (var (name, value) in start.Settings.EnvironmentVariables)
        {
            environment[name] = value;
        }

        return new ChildCommand(DotnetHost.Path,
        [
            start.Config.WorkerPath,
            "--functions-uri", start.Listener.Address.ToString(),
            "--functions-worker-id", id,
            "--functions-request-id", Guid.NewGuid().ToString("N"),
            "--functions-grpc-max-message-length", int.MaxValue.ToString(CultureInfo.InvariantCulture),
        ])
        {
            WorkingDirectory = start.Config.AppDirectory,
            Environment = environment,
        };
    }
}
