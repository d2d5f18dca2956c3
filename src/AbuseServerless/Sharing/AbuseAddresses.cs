using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Sharing;

/// <summary>
/// Collects the addresses of confirmed abuse from the evidence of suspensions. Left out is what may be an honest subscriber's: reserved networks, whatever an exemption names (also one that is over,
/// or of the softer class), and addresses that stand in the evidence of a false positive. Nor is the evidence of
/// Familiarity told: of a thief in the owner's own country, the sample of that country is the owner's.
/// </summary>
/// <param name="exemptions">The exemptions, all of them.</param>
public sealed class AbuseAddresses(ExemptionSet exemptions)
{
    private readonly Dictionary<IPAddress, Sightings> _abuse = [];
    private readonly HashSet<IPAddress> _good = [];

    /// <summary>Adds what an episode tells. One that nobody judged tells nothing.</summary>
    public void Add(Episode episode)
    {
        foreach (var (net, evidence) in episode.Decisions.SelectMany(decision => decision.Countries.Select(country => (decision.Net, country))))
        {
            if (!IPAddress.TryParse(evidence.Address, out var address))
            {
                continue;
            }

            if (episode.Judgement == Judgement.FalsePositive)
            {
                _good.Add(address);
            }
            else if (episode.Judgement == Judgement.Abuse && net == CountriesNet.Name && MayBeTold(episode.Account, address, evidence.Country))
            {
                if (!_abuse.TryGetValue(address, out var sightings))
                {
                    _abuse.Add(address, sightings = new Sightings());
                }

                sightings.Add(episode, evidence);
            }
        }
    }

    /// <summary>The addresses, in the order of their first sighting.</summary>
    public IReadOnlyList<AbuseAddress> ToList() =>
    [
        .. _abuse
            .Where(known => !_good.Contains(known.Key))
            .Select(known => known.Value.Of(known.Key))
            .OrderBy(known => known.First)
            .ThenBy(known => known.Address.ToString(), StringComparer.Ordinal),
    ];

    private bool MayBeTold(AccountName account, IPAddress address, string country)
    {
        // The earliest time of all: no exemption was over then.
        var place = Place.IsCountry(country) ? Place.Of(country) : Place.Unlocated;
        return !ReservedNetworks.Contain(AddressBits.Of(address).Unwrapped()) && exemptions.Apply(account, address, place, DateTimeOffset.MinValue) == place;
    }

    private sealed class Sightings
    {
        private readonly HashSet<AccountName> _accounts = [];
        private readonly SortedSet<string> _countries = new(StringComparer.Ordinal);
        private DateTimeOffset _first = DateTimeOffset.MaxValue;
        private DateTimeOffset _last = DateTimeOffset.MinValue;
        private DateTimeOffset _known = DateTimeOffset.MinValue;

        public void Add(Episode episode, CountryEvidence evidence)
        {
            _accounts.Add(episode.Account);
            _countries.Add(evidence.Country);
            _first = evidence.First < _first ? evidence.First : _first;
            _last = new[] { _last, evidence.First, evidence.Last }.Max();
            _known = new[] { _known, _last, episode.Judged ?? _last }.Max();
        }

        public AbuseAddress Of(IPAddress address) => new(address, _first, _last, [.. _countries], _accounts.Count, _known);
    }
}
