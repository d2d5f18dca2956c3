using System.Text;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.SharedOrigins;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Local.Stack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Laboratory.Running;

/// <summary>Sends a population through the domain alone, without hub, worker and storage: the same parsers, nets and decisions, for populations so large that rare harm shows.</summary>
internal sealed class DirectPath : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Detector _detector;
    private readonly SharedOriginsOptions[] _limits;
    private readonly IGeolocator _geolocator;
    private readonly IAsnLookup _asn;
    private readonly ReplyClassifier _classifier = new();
    private readonly Dictionary<(string?, string?), ReplyClass> _classes = [];
    private readonly Dictionary<string, AccountActivity> _accounts = new(StringComparer.Ordinal);
    private readonly OriginBook _origins = new();
    private readonly Dictionary<string, Stop> _stops = new(StringComparer.Ordinal);

    private DirectPath(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(AppSettingsOfStack.Of("", "", "", "", settings).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
        var services = new ServiceCollection();
        services.AddChecked<NetsOptions>(configuration, NetsOptions.Section);
        services.AddChecked<GeolocationOptions>(configuration, GeolocationOptions.Section);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IGeolocator>(provider => new DatabaseGeolocator(provider.GetRequiredService<IOptions<GeolocationOptions>>(), TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance));
        services.AddSingleton<IAsnLookup, AsnDatabase>();
        services.AddSingleton<Detector>();
        _services = services.BuildServiceProvider();
        _limits = [_services.GetRequiredService<IOptions<NetsOptions>>().Value.SharedOrigins];
        (_detector, _geolocator, _asn) = (_services.GetRequiredService<Detector>(), _services.GetRequiredService<IGeolocator>(), _services.GetRequiredService<IAsnLookup>());
    }

    /// <summary>What was decided about each account; accounts that nothing was decided about are missing.</summary>
    public static IReadOnlyDictionary<string, Stop> Run(Town town, IReadOnlyDictionary<string, string> settings)
    {
        using var path = new DirectPath(settings);
        for (var i = 0; i < town.Told.Count; i++)
        {
            path.Tell(town.Told[i], i);
        }

        return path._stops;
    }

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();

    private void Tell(Told told, int number)
    {
        var position = new EventPosition(0, number, told.Time);
        if (told.IsDelivery)
        {
            if (DeliveryEventParser.TryParse(told.Body, told.Time, out var delivery, out _) && LocatedOutcome.Of(delivery, Classify(delivery), position) is { } outcome)
            {
                Note(outcome.Account.Value, ActivityUpdate.Apply(Of(outcome.Account.Value), [outcome], _detector), told.Time);
            }
        }
        else if (AuthEventParser.TryParse(Encoding.UTF8.GetBytes(told.Body), told.Time, out var auth, out _) && auth.Success)
        {
            var located = new LocatedEvent(auth, _geolocator.Locate(auth.Address), position, 0, _asn.Find(auth.Address) ?? 0);
            var change = ActivityUpdate.Apply(Of(auth.Account.Value), [located], _detector);
            Note(auth.Account.Value, change, told.Time);
            var uses = change.IsNew && OriginUse.OfNewAccount(located) is { } isNew ? [isNew] : change.Uses;
            foreach (var shared in uses.SelectMany(use => _origins.Note(use, _limits)))
            {
                Note(shared.Account.Value, ActivityUpdate.Apply(Of(shared.Account.Value), [shared], _detector), told.Time);
            }
        }
    }

    private AccountActivity Of(string account)
    {
        if (!_accounts.TryGetValue(account, out var activity))
        {
            _accounts[account] = activity = new AccountActivity();
        }

        return activity;
    }

    // A suspension takes the place of a watch.
    private void Note(string account, ActivityChange change, DateTimeOffset now)
    {
        if (change.Decision is { } decision)
        {
            _stops[account] = new Stop(_stops.GetValueOrDefault(account)?.Watched ?? now, decision.Verdict == Verdict.Suspend ? now : null, decision.Net);
        }
    }

    private ReplyClass Classify(DeliveryEvent delivery)
    {
        if (!_classes.TryGetValue((delivery.Dsn, delivery.Reply), out var found))
        {
            _classes[(delivery.Dsn, delivery.Reply)] = found = delivery.Status == DeliveryStatus.Sent ? ReplyClass.Other : _classifier.Classify(delivery.Dsn, delivery.Reply);
        }

        return found;
    }
}
