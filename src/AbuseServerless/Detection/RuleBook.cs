using System.Security.Cryptography;
using System.Text.Json;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Addresses;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;
using AbuseServerless.Detection.Travel;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection;

/// <summary>All nets with their settings: judges an account and explains the decision.</summary>
public sealed class RuleBook
{
    private readonly INet[] _nets;
    private readonly IGeolocator _geolocator;

    /// <summary>Sets up the nets that are on.</summary>
    public RuleBook(IOptions<NetsOptions> options, IGeolocator geolocator)
    {
        _geolocator = geolocator;
        var settings = options.Value;
        INet[] all = [new CountriesNet(settings.Countries), new TravelNet(settings.Travel), new AddressesNet(settings.Addresses), new RateNet(settings.Rate)];
        _nets = [.. all.Where(net => net.Gravest != Verdict.None)];
        Keeps = _nets.Aggregate(Keep.None, (keeps, net) => keeps | net.Keeps);
        Version = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(settings, RulesJson.Options)))[..12];
    }

    /// <summary>Fingerprint of the settings: the same settings give the same 12 hexadecimal digits.</summary>
    public string Version { get; }

    /// <summary>What the nets need beside places.</summary>
    public Keep Keeps { get; }

    /// <summary>The gravest decision of all nets that is graver than what the account has already reached; else null. Of nets that agree, the first of Countries, Travel, Addresses, Rate.</summary>
    public Decision? Judge(AccountActivity activity)
    {
        Finding? gravest = null;
        foreach (var net in _nets)
        {
            if (net.Gravest > (gravest?.Verdict ?? activity.Reached) && net.Judge(activity) is { } finding && finding.Verdict > activity.Reached)
            {
                gravest = Finding.Graver(gravest, finding);
            }
        }

        return gravest is null ? null : Explain(activity, gravest);
    }

    private Decision Explain(AccountActivity activity, Finding finding)
    {
        var end = new Slot(activity.Head.Index - finding.EndAge);
        var start = new Slot(end.Index - finding.WindowSlots + 1);
        PlaceActivity[] window = [.. activity.Places.Select(place => place with { Slots = place.Slots.Within(finding.EndAge, finding.WindowSlots) }).Where(place => !place.Slots.IsEmpty)];
        var countries = window
            .Where(place => place.Place.HasCountry)
            .GroupBy(place => place.Place.Country)
            .Select(places => Evidence(places.Key, [.. places], activity.Head, start))
            .OrderBy(country => country.First)
            .ThenBy(country => country.Country, StringComparer.Ordinal)
            .Take(Decision.MostCountries);

        return new Decision(
            finding.Net,
            finding.Verdict,
            finding.Measured,
            finding.Threshold,
            finding.Summary,
            start.Start,
            end.End,
            [.. countries],
            window.Where(place => place.Place == Place.Exempted).Sum(place => place.Slots.Count),
            activity.ForgottenUntil,
            Version,
            _geolocator.DatabaseVersion);
    }

    private static CountryEvidence Evidence(string country, List<PlaceActivity> places, Slot head, Slot windowStart)
    {
        var slots = places.Aggregate(default(SlotSet), (all, place) => all.Union(place.Slots));
        var earliest = places.MinBy(place => place.SampleTime);
        var first = earliest.SampleTime >= windowStart.Start ? earliest.SampleTime : new Slot(head.Index - slots.OldestAge).Start;
        var last = new Slot(head.Index - slots.NewestAge).Start;
        return new CountryEvidence(country, first, last > first ? last : first, earliest.SampleAddress.ToString());
    }
}
