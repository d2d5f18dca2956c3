using System.Security.Cryptography;
using System.Text.Json;
using AbuseServerless.Activity;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Nets;

/// <summary>All nets with their settings: judges an account and explains the decision.</summary>
public sealed class RuleBook
{
    private readonly INet[] _nets;
    private readonly IGeolocator _geolocator;

    /// <summary>Sets up the nets.</summary>
    public RuleBook(IOptions<NetsOptions> options, IGeolocator geolocator)
    {
        _geolocator = geolocator;
        _nets = [new CountriesNet(options.Value.Countries)];
        Version = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(options.Value, RulesJson.Options)))[..12];
    }

    /// <summary>Fingerprint of the settings: the same settings give the same 12 hexadecimal digits.</summary>
    public string Version { get; }

    /// <summary>The gravest decision of all nets that is graver than what the account has already reached; else null.</summary>
    public Decision? Judge(AccountActivity activity)
    {
        Finding? gravest = null;
        foreach (var net in activity.Reached == Verdict.Suspend ? [] : _nets)
        {
            if (net.Judge(activity) is { } finding && finding.Verdict > (gravest?.Verdict ?? activity.Reached))
            {
                gravest = finding;
            }
        }

        return gravest is null ? null : Explain(activity, gravest);
    }

    private Decision Explain(AccountActivity activity, Finding finding)
    {
        var end = new Slot(activity.Head.Index - finding.EndAge);
        var start = new Slot(end.Index - finding.WindowSlots + 1);
        var countries = activity.Places
            .Where(place => place.Place.HasCountry)
            .Select(place => place with { Slots = place.Slots.Within(finding.EndAge, finding.WindowSlots) })
            .Where(place => !place.Slots.IsEmpty)
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
            start.Start,
            end.End,
            [.. countries],
            activity.ForgottenUntil,
            Version,
            _geolocator.DatabaseVersion);
    }

    private static CountryEvidence Evidence(string country, List<PlaceActivity> places, Slot head, Slot windowStart)
    {
        var slots = places.Aggregate(default(SlotSet), (all, place) => all.Union(place.Slots));
        var earliest = places.MinBy(place => place.SampleTime);
        return new CountryEvidence(
            country,
            earliest.SampleTime >= windowStart.Start ? earliest.SampleTime : new Slot(head.Index - slots.OldestAge).Start,
            new Slot(head.Index - slots.NewestAge).Start,
            earliest.SampleAddress.ToString());
    }
}
