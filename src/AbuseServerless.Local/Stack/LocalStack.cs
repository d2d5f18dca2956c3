using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.FunctionsHost;
using AbuseServerless.Local.FunctionsHost.Checkpointing;
using AbuseServerless.Local.Processes;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Local.Stack;

/// <summary>
/// Azurite, an Event Hubs endpoint and the functions in their real worker: all that runs in Azure, on loopback. What dies is started again, and nothing that was accepted is lost.
/// </summary>
internal sealed partial class LocalStack : IAsyncDisposable
{
    private readonly LocalStackOptions _options;
    private readonly ILogger _logger;
    private readonly Azurite? _azurite;
    private readonly Checkpoints _checkpoints;
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;
    private Task _marking = Task.CompletedTask;
    private bool _stopped;

    private LocalStack(LocalStackOptions options, Azurite? azurite, EventHubsEndpoint endpoint, Checkpoints checkpoints, FunctionAppHost host)
    {
        _options = options;
        _logger = options.LoggerFactory.CreateLogger<LocalStack>();
        _checkpoints = checkpoints;
        _azurite = azurite;
        Endpoint = endpoint;
        Host = host;
    }

    /// <summary>Connection string of the storage.</summary>
    public string Storage => _options.Storage ?? Azurite.ConnectionString;

    /// <summary>The stack's own storage.</summary>
    /// <exception cref="InvalidOperationException">It has none, see <see cref="LocalStackOptions.Storage"/>.</exception>
    public Azurite Azurite => _azurite ?? throw new InvalidOperationException("The storage is not the stack's own.");

    /// <summary>The event hubs.</summary>
    public EventHubsEndpoint Endpoint { get; }

    /// <summary>The functions.</summary>
    public FunctionAppHost Host { get; }

    /// <summary>Where mail servers ask whether an account may log in.</summary>
    public Uri PolicyAddress => new(Host.HttpAddress, "api/policy");

    /// <summary>What they must send with it.</summary>
    public required string PolicyKey { get; init; }

    /// <summary>Where operators see the report.</summary>
    public Uri ReportAddress => new(Host.HttpAddress, "api/report");

    /// <summary>The password that they give there, with any user name.</summary>
    public required string ReportKey { get; init; }

    /// <summary>The geolocation databases of the functions, separated by semicolons.</summary>
    public required string GeolocationDatabases { get; init; }

    /// <summary>The ASN databases that the functions use, separated by semicolons; empty where they have none.</summary>
    public required string AsnDatabase { get; init; }

    /// <summary>Starts everything. Another stack may run beside it.</summary>
    /// <exception cref="InvalidOperationException">A part did not start; the message says why.</exception>
    /// <exception cref="IOException">A port or the data folder is in use.</exception>
    /// <exception cref="ArgumentException">A data folder does not go with another's storage, whose saves it cannot know.</exception>
    public static async Task<LocalStack> StartAsync(LocalStackOptions options, CancellationToken cancellationToken)
    {
        if (options is { Data: not null, Storage: not null })
        {
            throw new ArgumentException("A stack that keeps data needs a storage of its own.", nameof(options));
        }

        // The endpoint first: it is the one that refuses a data folder that is in use.
        var endpoint = await EventHubsEndpoint.StartAsync(
            options.EventHubsPort,
            new Dictionary<string, int> { [LocalStackOptions.AuthEvents] = options.Partitions, [LocalStackOptions.DeliveryEvents] = options.Partitions },
            InData(options, "event-hubs"),
            TimeProvider.System,
            options.LoggerFactory.CreateLogger<EventHubsEndpoint>(),
            cancellationToken);
        Azurite? azurite = null;
        try
        {
            var checkpoints = new Checkpoints(InData(options, "checkpoints"));
            azurite = options.Storage is not null ? null : await Azurite.StartAsync(
                new AzuriteOptions { Port = options.StoragePort, Location = InData(options, "tables"), Saved = checkpoints.Saved }, cancellationToken);
            var settings = AppSettingsOfStack.Of(
                options.Storage ?? azurite!.ConnectionString, endpoint.ConnectionString, options.PolicyKey ?? KeyFile.Policy(options.Data), KeyFile.Report(options.Data), options.Settings);
            if (options.AsAtItsTime)
            {
                settings.TryAdd("Enforcement:MaximumEvidenceAge", EnforcementOptions.AnyAge.ToString());
            }

            var host = await FunctionAppHost.StartAsync(
                new FunctionAppHostOptions
                {
                    AppDirectory = Parts.Functions,
                    Settings = settings,
                    Checkpoints = checkpoints,
                    Workers = options.Workers,
                    HttpPort = options.HttpPort,
                    LoggerFactory = options.LoggerFactory,
                },
                endpoint.Hubs,
                cancellationToken);
            var stack = new LocalStack(options, azurite, endpoint, checkpoints, host)
            {
                PolicyKey = settings["AuthPolicy:Key"],
                ReportKey = settings["Report:Key"],
                GeolocationDatabases = settings["Geolocation:Databases"],
                AsnDatabase = settings.GetValueOrDefault("Geolocation:AsnDatabase", ""),
            };
            stack._watching = azurite is null ? Task.CompletedTask : stack.WatchAzuriteAsync(azurite);
            stack._marking = options.Data is null ? Task.CompletedTask : stack.MarkAsync();
            return stack;
        }
        catch
        {
            if (azurite is not null)
            {
                await azurite.DisposeAsync();
            }

            await endpoint.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until everything that the hubs have accepted so far is processed.</summary>
    public Task WaitUntilProcessedAsync(CancellationToken cancellationToken) => WaitUntilProcessedAsync(1, cancellationToken);

    /// <summary>Waits until a share, 0 to 1, of what each partition holds is processed.</summary>
    public Task WaitUntilProcessedAsync(double share, CancellationToken cancellationToken) => Task.WhenAll(Endpoint.Hubs.Select(hub =>
    {
        var partitions = hub.Value.Partitions.Where(partition => partition.NextSequenceNumber > partition.FirstSequenceNumber);
        return Host.WaitUntilProcessedAsync(
            hub.Key, partitions.ToDictionary(partition => partition.Id, partition => partition.FirstSequenceNumber + (long)((partition.NextSequenceNumber - 1 - partition.FirstSequenceNumber) * share)), cancellationToken);
    }));

    /// <summary>Stops everything in an order that loses nothing: what is in flight is finished, Azurite saves its tables, then the exact checkpoints are written.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _stopping.CancelAsync();
        await _watching;
        await _marking;
        await Host.StopAsync();
        if (_azurite is not null && await _azurite.StopAsync())
        {
            FlushCheckpoints();
        }

        await Host.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        await Endpoint.DisposeAsync();
        _stopping.Dispose();
    }

    private void FlushCheckpoints()
    {
        try
        {
            _checkpoints.Flush();
        }
        catch (IOException e)
        {
            Log.CheckpointsNotFlushed(_logger, e);
        }
    }

    // Azurite reads the mark when it begins to save, and so tells what it has saved. On a full disk an older mark stands.
    private async Task MarkAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Azurite.Mark(_checkpoints.Mark());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.NotMarked(_logger, e);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Whatever ends Azurite takes with it what it had not saved: the functions go back to what is certain.
    private async Task WatchAzuriteAsync(Azurite azurite)
    {
        while (true)
        {
            try
            {
                var code = await azurite.Exited.WaitAsync(_stopping.Token);
                Log.AzuriteEnded(_logger, code);
                await Host.RewindAsync(_options.Data is null ? RewindTo.Beginning : RewindTo.Durable, azurite.RestartAsync, _stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is InvalidOperationException or IOException)
            {
                // It does not start, or on a full disk the checkpoints cannot be put back.
                Log.AzuriteNotRestarted(_logger, e);
                await Task.Delay(TimeSpan.FromSeconds(1), _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static string? InData(LocalStackOptions options, string folder) => options.Data is null ? null : Path.Combine(options.Data, folder);

    private static partial class Log
    {
        [LoggerMessage(2100, LogLevel.Warning, "Azurite ended (exit code {Code}) and is being restarted.")]
        public static partial void AzuriteEnded(ILogger logger, int code);

        [LoggerMessage(2101, LogLevel.Error, "Azurite could not be restarted. Retrying in a second.")]
        public static partial void AzuriteNotRestarted(ILogger logger, Exception exception);

        [LoggerMessage(2103, LogLevel.Warning, "The progress of the functions could not be written to Azurite. Older checkpoints remain. Retrying every second.")]
        public static partial void NotMarked(ILogger logger, Exception exception);

        [LoggerMessage(2102, LogLevel.Warning, "The last checkpoints could not be written: events after the older ones are processed again at the next start.")]
        public static partial void CheckpointsNotFlushed(ILogger logger, Exception exception);
    }
}
