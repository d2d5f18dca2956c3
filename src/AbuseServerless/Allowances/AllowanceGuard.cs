using System.Diagnostics.Metrics;
using AbuseServerless.Accounts;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Suspensions;
using AbuseServerless.Telemetry;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Allowances;

/// <summary>
/// Says whether accounts may be used from where they are used, from memory. Accounts without an allowance are not even located; without a geolocation database, all pass.
/// </summary>
/// <remarks><see cref="Checks"/> counts what it says of accounts with an allowance. Tag <c>outcome</c> = <c>inside</c>, <c>private</c>, <c>unlocated</c>, <c>no_database</c>, <c>abroad</c> or <c>observed</c>.</remarks>
public sealed class AllowanceGuard : IDisposable
{
    /// <summary>Counter of logins of accounts with an allowance.</summary>
    public const string Checks = "abuseserverless.policy.allowance.checks";

    private static readonly KeyValuePair<string, object?>[] Tags = [default, .. new[] { "inside", "private", "unlocated", "no_database", "abroad", "observed" }.Select(outcome => new KeyValuePair<string, object?>("outcome", outcome))];

    private readonly Lazy<IGeolocator?> _geolocator;
    private readonly EnforcementSwitch _enforcement;
    private readonly Meter _meter = new(Instrumentation.Name);
    private readonly Counter<long> _checks;
    private volatile AllowanceSet _current = AllowanceSet.Empty;

    /// <summary>Begins without allowances.</summary>
    /// <param name="enforcement">Whether this installation refuses.</param>
    /// <param name="geolocator">Finds what locates addresses when it is first needed; null where there is no database.</param>
    public AllowanceGuard(EnforcementSwitch enforcement, Func<IGeolocator?> geolocator)
    {
        _enforcement = enforcement;
        _geolocator = new Lazy<IGeolocator?>(() => Open(geolocator));
        _checks = _meter.CreateCounter<long>(Checks, "{answer}", "Answers about accounts that may be used from some countries only.");
    }

    /// <summary>The allowances; none before they were read.</summary>
    public AllowanceSet Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Whether addresses can be located.</summary>
    public bool CanLocate => _geolocator.Value is not null;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Judges a login, and counts it if the account has an allowance.</summary>
    /// <param name="account">The account; <c>default</c> for a login that is none.</param>
    /// <param name="address">The client's address as the mail server writes it; null or empty where it does not say.</param>
    public AllowanceOutcome Judge(AccountName account, string? address)
    {
        if (_current.Find(account) is not { } countries)
        {
            return AllowanceOutcome.None;
        }

        var outcome = Judge(countries, address);
        _checks.Add(1, Tags[(int)outcome]);
        return outcome;
    }

    // A database that cannot be opened is told elsewhere, and must not keep suspended accounts from being refused.
    private static IGeolocator? Open(Func<IGeolocator?> geolocator)
    {
        try
        {
            return geolocator();
        }
        catch (Exception e) when (e is GeolocationDatabaseException or OptionsValidationException)
        {
            return null;
        }
    }

    private AllowanceOutcome Judge(IReadOnlyCollection<ushort> countries, string? address)
    {
        if (_geolocator.Value is not { } geolocator)
        {
            return AllowanceOutcome.NoDatabase;
        }

        var place = ClientAddress.Parse(address ?? "") is { } client ? geolocator.Locate(client) : Place.Unlocated;
        return place == Place.PrivateNetwork ? AllowanceOutcome.Private
            : !place.HasCountry ? AllowanceOutcome.Unlocated
            : countries.Contains(place.CountryCode) ? AllowanceOutcome.Inside
            : _enforcement.IsOn ? AllowanceOutcome.Abroad
            : AllowanceOutcome.Observed;
    }
}
