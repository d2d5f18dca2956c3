using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Gate.Aliases;
using AbuseServerless.Gate.Allowances;
using AbuseServerless.Gate.Dovecot;
using AbuseServerless.Gate.Following;
using AbuseServerless.Gate.Listening;
using AbuseServerless.Gate.Postfix;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Gate.Quotas;
using AbuseServerless.Gate.Sessions;
using AbuseServerless.Gate.Shipping;
using AbuseServerless.Gate.Snapshots;
using AbuseServerless.Gate.Spool;
using AbuseServerless.Gate.Telemetry;
using AbuseServerless.Geolocation;
using AbuseServerless.Queue;
using AbuseServerless.Quotas;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace AbuseServerless.Gate;

/// <summary>Composes the gate.</summary>
internal static class GateApplication
{
    // The queue helper releases or deletes their mail, also after it was down for a while.
    private static readonly TimeSpan VerdictsKnown = TimeSpan.FromDays(30);

    /// <summary>Reads the settings and builds what they ask for.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or cannot be read, or the file holds one that the gate does not have.</exception>
    /// <exception cref="UsageException">The command line has an argument that is not a setting.</exception>
    public static WebApplication Build(string[] arguments)
    {
        // The empty builder: nothing stands between the server and a request but what is named here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var inFile = Settings.AddSources(builder.Configuration, arguments);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        AddLogging(builder);
        AddSettings(builder.Services, builder.Configuration);
        AddPolicy(builder.Services, builder.Configuration);
        AddQuotas(builder.Services);
        AddQueue(builder.Services);
        AddFollowing(builder.Services, builder.Configuration);
        AddEvents(builder.Services);
        AddMetrics(builder.Services);
        EnsureKnown(arguments, inFile, builder.Services.SettingNames());
        Placeholders.EnsureReplaced(builder.Configuration);
        var gate = builder.Build();
        AddEndpoints(gate);
        Listeners.Tell(gate);
        return gate;
    }

    private static void EnsureKnown(string[] arguments, IReadOnlyList<string> inFile, IReadOnlyList<string> settings)
    {
        if (GateCommandLine.FindWrong(arguments, settings) is { } wrong)
        {
            throw new UsageException(wrong);
        }

        if (GateCommandLine.FindUnknown(inFile, settings) is { } unknown)
        {
            throw new InvalidOperationException(unknown);
        }
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddSystemd();
    }

    private static void AddSettings(IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<GateOptions>(configuration, GateOptions.Section);
        services.AddChecked<SpoolOptions>(configuration, SpoolOptions.Section);
        services.AddChecked<ShippingOptions>(configuration, ShippingOptions.Section);
        services.AddChecked<LocationOptions>(configuration, LocationOptions.Section);
        services.AddChecked<QuotaOptions>(configuration, QuotaOptions.Section);
        services.AddChecked<QueueOptions>(configuration, QueueOptions.Section);
        services.AddChecked<OpenSessionOptions>(configuration, OpenSessionOptions.Section);
        services.AddSingleton<IValidateOptions<GateOptions>, GateOptionsValidation>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, Listeners>();
    }

    private static void AddPolicy(IServiceCollection services, IConfiguration configuration)
    {
        services.AddAliases();

        // First: what is on disk is known before the first question, and before the cloud is asked.
        services.AddHostedService<SnapshotKeeper>();
        services.AddHostedService<AllowanceKeeper>();
        AddGeolocation(services, configuration);
        services.AddSingleton<GatePresence>();
        services.AddSingleton<IPresence>(provider => provider.GetRequiredService<GatePresence>());
        services.AddHostedService<HostNameCheck>();
        services.AddAuthPolicyGate(configuration);
        services.AddSingleton<PolicyEndpoint>();
        services.AddSingleton<DovecotEventsEndpoint>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<PostfixAnswers>();
    }

    private static void AddGeolocation(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[$"{LocationOptions.Section}:{nameof(LocationOptions.Databases)}"] is not { Length: > 0 } databases)
        {
            return;
        }

        services.AddSingleton<IGeolocator>(provider => ActivatorUtilities.CreateInstance<DatabaseGeolocator>(provider, Options.Create(new GeolocationOptions { Databases = databases })));
    }

    private static void AddQuotas(IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<QuotaOptions>>().Value.Watched.ToQuota());

        // In place of the one that reads who is suspended only.
        services.AddSingleton(provider => new StandingReader(
            provider.GetRequiredService<Tables>(), provider.GetRequiredService<WatchedQuota>().IsOn, VerdictsKnown + (provider.GetRequiredService<IOptions<QueueOptions>>().Value.DeleteAfter ?? TimeSpan.Zero), provider.GetRequiredService<TimeProvider>(), withQueueCommands: true, provider.GetRequiredService<ILogger<StandingReader>>()));
        services.AddSingleton<PlanTable>();
        services.AddSingleton<MailUsageTable>();
        services.AddSingleton<PlanKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<PlanKeeper>());
        services.AddSingleton<QuotaKeeper>();
        services.AddSingleton<QuotaAnswers>();
        services.AddHostedService<UsageReporter>();
    }

    private static void AddQueue(IServiceCollection services)
    {
        services.AddSingleton<QueueCommandSet>();
        services.AddSingleton<QueueAnswerTable>();
        services.AddSingleton<QueueRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueRelay>());
    }

    // Before the shippers, which may take away what the followers have to know of.
    private static void AddFollowing(IServiceCollection services, ConfigurationManager configuration)
    {
        if (!configuration.GetSection($"{GateOptions.Section}:{nameof(GateOptions.Follow)}").GetChildren().Any())
        {
            return;
        }

        services.AddKeyedSingleton(SpooledLogs.DeliveriesFolder, (provider, name) => ActivatorUtilities.CreateInstance<EventSpool>(provider, (string)name));
        services.AddSingleton(provider => new SpooledLogs(provider.GetRequiredService<EventSpool>(), provider.GetRequiredKeyedService<EventSpool>(SpooledLogs.DeliveriesFolder)));
        services.AddSingleton<LogFollowing>();
        services.AddHostedService(provider => provider.GetRequiredService<LogFollowing>());
        services.AddDeliveryPublisher(configuration, SpooledLogs.DeliveriesFolder);

        // AddHostedService would add no second one of its type.
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<EventShipper>(
            provider, provider.GetRequiredService<SpooledLogs>().Deliveries, provider.GetRequiredKeyedService<BucketPublisher>(SpooledLogs.DeliveriesFolder)));
    }

    private static void AddEvents(IServiceCollection services)
    {
        services.AddSingleton<EventSpool>();
        services.AddSingleton<IAuthEventSink, SpoolSink>();
        services.AddSingleton<EventShipper>();
        services.AddHostedService(provider => provider.GetRequiredService<EventShipper>());
    }

    private static void AddMetrics(IServiceCollection services)
    {
        services.AddSingleton<GateMetrics>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(AuthPolicyMetrics.MeterName, GateMetrics.MeterName, "System.Runtime")
            .AddPrometheusExporter());
    }

    private static void AddEndpoints(WebApplication gate)
    {
        var services = gate.Services;
        services.GetRequiredService<GateMetrics>().Observe(services.GetRequiredService<EventShipper>());
        if (services.GetService<LogFollowing>() is { } following)
        {
            services.GetRequiredService<GateMetrics>().Observe(following, services.GetRequiredService<SpooledLogs>().Deliveries);
        }

        var policy = services.GetRequiredService<PolicyEndpoint>();
        var events = services.GetRequiredService<DovecotEventsEndpoint>();
        var health = services.GetRequiredService<HealthEndpoint>();

        // First what is asked thousands of times a second.
        gate.Use((context, next) => policy.Handle(context) ?? next(context));
        gate.Use((context, next) => context.Request.Path.Value switch
        {
            DovecotEventsEndpoint.Path when HttpMethods.IsPost(context.Request.Method) => events.AnswerAsync(context),
            HealthEndpoint.Path => health.AnswerAsync(context),
            HealthEndpoint.LivePath => Task.CompletedTask,
            _ => next(context),
        });
        gate.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
    }
}
