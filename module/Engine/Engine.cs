using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Durations;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.PowerShell.Boundary;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The engine: opens installations. The cmdlets find it by its name.</summary>
public sealed class Engine : IEngine
{
    // Of one attempt. Somebody waits in front of a screen.
    private static readonly TimeSpan MaximumRequestTime = TimeSpan.FromSeconds(10);

    // Whether anything answers is known soon; a command that is under way has the client's usual patience.
    private const int RetriesToConnect = 1;

    /// <inheritdoc/>
    public TimeSpan ParseDuration(string text) =>
        Duration.TryParse(text, out var duration, out var fault) ? duration : throw new EngineException(EngineFault.BadDuration, fault);

    /// <inheritdoc/>
    public IReadOnlyList<string> DeadLetterReasons { get; } = Enum.GetNames<RejectReason>();

    /// <inheritdoc/>
    public IReadOnlyList<string> Providers => field ??= [.. new ProviderTable().Providers];

    /// <inheritdoc/>
    // Each has a section of its own among the settings.
    public IReadOnlyList<string> Nets { get; } = [.. typeof(NetsOptions).GetProperties().Select(net => net.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<GeoNetSetting> NetSettings => PowerShell.Engine.NetSettings.All;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> LogFormats { get; } = Ingestion.Logs.LogFormats.All.ToDictionary(format => format.Name, format => format.Title);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Countries { get; } = CountryNames.Load("en").All;

    /// <inheritdoc/>
    public async Task<ISession> OpenAsync(ConnectionTarget target, CancellationToken cancellationToken)
    {
        if (target.Kind == GeoConnectionKind.Local)
        {
            target = LocalRuntime.Find(target);
        }

        var credential = target.Kind == GeoConnectionKind.Identity ? Identities.Credential(target) : null;
        var tables = new Tables(OpenTables(target, credential, retries: null));
        var hub = OpenHub(target, target.EventHub, credential);
        var connection = new GeoConnection(
            target.Name ?? (target.Kind == GeoConnectionKind.Local ? "local" : tables.Uri.Host),
            target.Kind,
            new Uri(tables.Uri.GetLeftPart(UriPartial.Path)),
            hub?.Invoke().FullyQualifiedNamespace,
            hub?.Invoke().EventHubName)
        {
            Identity = credential is null ? null : await Identities.NameAsync(credential, cancellationToken).ConfigureAwait(false),
        };
        var hubs = new Hubs(hub, OpenDeliveryHub(target, credential), connection.EventHub, TimeProvider.System);
        await Faults.TranslateAsync(() => Open(new Tables(OpenTables(target, credential, RetriesToConnect))).VerifyAsync(cancellationToken)).ConfigureAwait(false);
        return Open(tables);

        Session Open(Tables through) => new(connection, through, hubs, target.GeolocationDatabases, TimeProvider.System) { AsnDatabase = target.AsnDatabase };
    }

    /// <inheritdoc/>
    public Task<GeoStudy> MeasureAsync(GeoLog log, GeoGrid grid, ISession? session, Action<long, double> progress, CancellationToken cancellationToken)
    {
        var thresholds = ThresholdOutput.Grid(grid);
        return session is Session open
            ? open.MeasureAsync(log, thresholds, progress, cancellationToken)
            : new LogStudy(log, LogStudyContext.None, TimeProvider.System).MeasureAsync(thresholds, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<GeoTrialStudy> TryAsync(GeoLog log, IReadOnlyList<GeoSetting> settings, ISession? session, Action<long, double> progress, CancellationToken cancellationToken) => session is Session open
        ? open.TryAsync(log, settings, progress, cancellationToken)
        : new LogStudy(log, LogStudyContext.None, TimeProvider.System).TryAsync(settings, progress, cancellationToken);

    private static TableServiceClient OpenTables(ConnectionTarget target, TokenCredential? credential, int? retries)
    {
        var options = new TableClientOptions();
        options.Retry.NetworkTimeout = MaximumRequestTime;
        options.Retry.MaxRetries = retries ?? options.Retry.MaxRetries;
        options.AddPolicy(new RequestTracing(), HttpPipelinePosition.PerRetry);
        if (credential is not null)
        {
            return target.AccountUri is { IsAbsoluteUri: true, Scheme: "https" }
                ? StorageConnection.Open(target.AccountUri, credential, options)
                : throw new EngineException(
                    EngineFault.BadAddress, $"'{target.AccountUri}' is not the https address of a table endpoint, such as https://example.table.core.windows.net.");
        }

        try
        {
            return StorageConnection.Open(target.ConnectionString!, options);
        }
        catch (InvalidOperationException)
        {
            // Without its cause, which may cite the text.
            throw new EngineException(EngineFault.BadAddress, "The value is not the connection string of a storage account.");
        }
    }

    // A connection string may be good for one hub only; then there are no deliveries to be sent by it.
    private static Func<EventHubProducerClient>? OpenDeliveryHub(ConnectionTarget target, TokenCredential? credential) =>
        OpenHub(target, target.DeliveryEventHub, credential) is { } open && open().EventHubName == target.DeliveryEventHub ? open : null;

    private static Func<EventHubProducerClient>? OpenHub(ConnectionTarget target, string hub, TokenCredential? credential)
    {
        if (target.EventHubsNamespace is { } host && credential is not null)
        {
            return Uri.CheckHostName(host) == UriHostNameType.Dns
                ? () => EventHubsConnection.OpenProducer(host, credential, hub)
                : throw new EngineException(EngineFault.BadAddress, $"'{host}' is not the host name of an Event Hubs namespace, such as example.servicebus.windows.net.");
        }

        return target.EventHubsConnectionString is { } text ? () => OpenHub(text, hub) : null;
    }

    private static EventHubProducerClient OpenHub(string connectionString, string hub)
    {
        try
        {
            return EventHubsConnection.OpenProducer(connectionString, hub);
        }
        catch (InvalidOperationException)
        {
            throw new EngineException(EngineFault.BadAddress, "The value is not the connection string of an Event Hubs namespace.");
        }
    }
}
