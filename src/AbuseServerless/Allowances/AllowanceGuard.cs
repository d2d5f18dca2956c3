using AbuseServerless.Accounts;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Allowances;

/// <summary>
/// Says whether accounts may be used from where they are used, from memory. Accounts without an allowance are not even located; without a geolocation database, and before it is known whether an operator has the installation observe, all pass.
/// </summary>
public sealed class AllowanceGuard
{
    private readonly Func<IGeolocator?> _find;
    private readonly EnforcementSwitch _enforcement;
    private volatile IGeolocator? _geolocator;
    private volatile AllowanceSet _current = AllowanceSet.Empty;

    /// <summary>Begins without allowances.</summary>
    /// <param name="enforcement">Whether this installation refuses.</param>
    /// <param name="geolocator">Finds what locates addresses when it is needed, and again while it cannot; null where there is no database.</param>
    public AllowanceGuard(EnforcementSwitch enforcement, Func<IGeolocator?> geolocator)
    {
        (_enforcement, _find) = (enforcement, geolocator);
    }

    /// <summary>The allowances; none before they were read.</summary>
    public AllowanceSet Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Whether addresses can be located.</summary>
    public bool CanLocate => Geolocator is not null;

    /// <summary>The version of the geolocation data; null where addresses cannot be located.</summary>
    public string? DatabaseVersion => Geolocator?.DatabaseVersion;

    // A database that cannot be opened may be there later.
    private IGeolocator? Geolocator => _geolocator ??= Open(_find);

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
        AllowanceMetrics.Count(outcome);
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
        if (Geolocator is not { } geolocator)
        {
            return AllowanceOutcome.NoDatabase;
        }

        var place = ClientAddress.Parse(address ?? "") is { } client ? geolocator.Locate(client) : Place.Unlocated;
        return place == Place.PrivateNetwork ? AllowanceOutcome.Private
            : !place.HasCountry ? AllowanceOutcome.Unlocated
            : countries.Contains(place.CountryCode) ? AllowanceOutcome.Inside
            : _enforcement is { IsRead: true, IsOn: true } ? AllowanceOutcome.Abroad
            : AllowanceOutcome.Observed;
    }
}
