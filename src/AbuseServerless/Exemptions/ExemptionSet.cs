using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Exemptions;

/// <summary>All exemptions, ready to be asked about an event. Does not change.</summary>
public sealed class ExemptionSet
{
    private readonly Dictionary<string, List<Exemption>> _accounts;
    private readonly Dictionary<string, List<Exemption>> _countries;
    private readonly Dictionary<long, List<Exemption>> _systems;
    private readonly Dictionary<IPNetwork, List<Exemption>> _networks;
    private readonly int[] _lengths;
    private readonly IAsnLookup _asn;
    private readonly bool _isEmpty;

    /// <summary>Prepares exemptions.</summary>
    /// <param name="exemptions">Which there are, expired ones too.</param>
    /// <param name="asn">Says which autonomous system an address is of; asked only where an exemption names one.</param>
    public ExemptionSet(IEnumerable<Exemption> exemptions, IAsnLookup asn)
    {
        var all = exemptions.ToLookup(exemption => exemption.Kind);
        _asn = asn;
        _isEmpty = all.Count == 0;
        _accounts = Group(all[ExemptionKind.Account], exemption => exemption.Value);
        _countries = Group(all[ExemptionKind.Country], exemption => exemption.Value);
        _systems = Group(all[ExemptionKind.Asn], exemption => Exemption.Asn(exemption.Value));
        _networks = Group(all[ExemptionKind.Network], exemption => Exemption.Network(exemption.Value));
        _lengths = [.. _networks.Keys.Select(network => network.PrefixLength).Distinct()];
    }

    /// <summary>The place as which an event is to be remembered: <see cref="Place.Exempted"/>, a watch-only place, or its place as it is.</summary>
    /// <param name="account">Its account.</param>
    /// <param name="address">Its client address.</param>
    /// <param name="place">Where that is.</param>
    /// <param name="time">When, UTC: an exemption holds for events before its end.</param>
    public Place Apply(AccountName account, IPAddress address, Place place, DateTimeOffset time)
    {
        if (_isEmpty)
        {
            return place;
        }

        var watchOnly = false;
        foreach (var exemption in Matching(account, address, place))
        {
            if (exemption.Until is null || time < exemption.Until)
            {
                if (!exemption.WatchOnly)
                {
                    return Place.Exempted;
                }

                watchOnly = true;
            }
        }

        return watchOnly ? place.AsWatchOnly() : place;
    }

    /// <summary>The gravest verdict that exemptions of an account by its name leave it: none where it is exempted, a watch where it is watch-only.</summary>
    /// <param name="account">The account.</param>
    /// <param name="time">When, UTC.</param>
    public Verdict Gravest(AccountName account, DateTimeOffset time)
    {
        var gravest = Verdict.Suspend;
        foreach (var exemption in _accounts.Count > 0 && _accounts.TryGetValue(account.Value, out var ofAccount) ? ofAccount : [])
        {
            if (exemption.Until is null || time < exemption.Until)
            {
                if (!exemption.WatchOnly)
                {
                    return Verdict.None;
                }

                gravest = Verdict.Watch;
            }
        }

        return gravest;
    }

    /// <summary>An outcome of an account's mail as it is to be remembered; null where the account is exempted. Networks and countries do not matter: nobody was there.</summary>
    public LocatedOutcome? Apply(LocatedOutcome outcome) =>
        Gravest(outcome.Account, outcome.Time) is var gravest and not Verdict.None ? outcome with { IsWatchOnly = gravest == Verdict.Watch } : null;

    private IEnumerable<Exemption> Matching(AccountName account, IPAddress address, Place place)
    {
        var none = Enumerable.Empty<Exemption>();
        var matching = _accounts.Count > 0 && _accounts.TryGetValue(account.Value, out var ofAccount) ? ofAccount : none;
        if (_countries.Count > 0 && place.HasCountry && _countries.TryGetValue(place.Country, out var ofCountry))
        {
            matching = matching.Concat(ofCountry);
        }

        foreach (var length in _lengths)
        {
            var bits = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128;
            if (length <= bits && _networks.TryGetValue(new IPNetwork(AddressMask.Apply(address, length), length), out var ofNetwork))
            {
                matching = matching.Concat(ofNetwork);
            }
        }

        return _systems.Count > 0 && _asn.Find(address) is { } number && _systems.TryGetValue(number, out var ofSystem) ? matching.Concat(ofSystem) : matching;
    }

    private static Dictionary<TKey, List<Exemption>> Group<TKey>(IEnumerable<Exemption> exemptions, Func<Exemption, TKey> key)
        where TKey : notnull =>
        exemptions.GroupBy(key).ToDictionary(group => group.Key, group => group.ToList());
}
