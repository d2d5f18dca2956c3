using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection;

/// <summary>All nets with their settings: judges an account and explains the decision.</summary>
public sealed class Detector
{
    // Each a delegate: many nets behind one interface take longer to call.
    private readonly (Func<AccountActivity, Finding?> Judge, Verdict Gravest)[] _nets;
    private readonly IGeolocator _geolocator;

    /// <summary>Sets up the nets that are on.</summary>
    public Detector(IOptions<NetsOptions> options, IGeolocator geolocator)
        : this(options, geolocator, static _ => true)
    {
    }

    /// <summary>Sets up some of the nets that are on.</summary>
    internal Detector(IOptions<NetsOptions> options, IGeolocator geolocator, Func<INet, bool> takes)
    {
        _geolocator = geolocator;
        var settings = options.Value;
        var nets = settings.CreateNets().Where(net => net.Gravest != Verdict.None && takes(net)).ToList();
        _nets = [.. nets.Select(net => ((Func<AccountActivity, Finding?>)net.Judge, net.Gravest))];
        Evidence = EvidenceSet.Of(nets.SelectMany(net => net.Evidence));
        Settings = JsonSerializer.Serialize(settings, RulesJson.Options);
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Settings)))[..12];
    }

    /// <summary>The plan whose settings these are; null for the installation's.</summary>
    public string? Plan { get; init; }

    /// <summary>The settings as JSON.</summary>
    public string Settings { get; }

    /// <summary>Fingerprint of the settings: the same settings give the same 12 hexadecimal digits.</summary>
    public string Version { get; }

    /// <summary>What the nets that are on judge by; places are remembered in any case.</summary>
    public EvidenceSet Evidence { get; }

    /// <summary>The gravest decision of all nets that is graver than what is known already; else null. Of nets that agree, the first in the order of <see cref="NetsOptions"/>.</summary>
    /// <param name="activity">What is remembered of the account.</param>
    /// <param name="known">The verdict that is on record already.</param>
    public Decision? Judge(AccountActivity activity, Verdict known)
    {
        Finding? gravest = null;
        foreach (var (judge, most) in _nets)
        {
            if (most > (gravest?.Verdict ?? known) && judge(activity) is { } finding && finding.Verdict > known)
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

        // A window of evidence that is not of the ring may lie beside it, wholly or in part.
        var (newest, oldest) = (Math.Max(0, finding.EndAge), Math.Min(SlotSet.Capacity, (long)finding.EndAge + finding.WindowSlots));
        PlaceActivity[] window = newest >= oldest
            ? []
            : [.. activity.Places.Select(place => place with { Slots = place.Slots.Within(newest, (int)(oldest - newest)) }).Where(place => !place.Slots.IsEmpty)];
        var countries = window
            .Where(place => place.Place.HasCountry)
            .GroupBy(place => place.Place.Country)
            .Select(places => Seen(places.Key, [.. places], activity.Head, start))
            .OrderBy(country => country.First)
            .ThenBy(country => country.Country, StringComparer.Ordinal)
            .Take(Decision.MaximumCountries);

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
            _geolocator.DatabaseVersion)
        {
            Plan = Plan,
        };
    }

    private static CountryEvidence Seen(string country, List<PlaceActivity> places, Slot head, Slot windowStart)
    {
        var slots = places.Aggregate(default(SlotSet), (all, place) => all.Union(place.Slots));
        var earliest = places.MinBy(place => place.SampleTime);
        var first = earliest.SampleTime >= windowStart.Start ? earliest.SampleTime : new Slot(head.Index - slots.OldestAge).Start;
        var last = new Slot(head.Index - slots.NewestAge).Start;
        return new CountryEvidence(country, first, last > first ? last : first, earliest.SampleAddress.ToString());
    }
}
