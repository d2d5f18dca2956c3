using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Detection;

/// <summary>Rule books for tests.</summary>
internal static class Rules
{
    public static Detector Default { get; } = Of(_ => { });

    /// <summary>The Countries net with its defaults, and no other.</summary>
    public static Detector CountriesOnly { get; } = Of(nets => (nets.Travel.Watch, nets.Addresses.Watch, nets.Familiarity.Watch, nets.Familiarity.Suspend, nets.Outcomes.Watch, nets.Outcomes.Suspend) = (Threshold.Off, Threshold.Off, Threshold.Off, Threshold.Off, Threshold.Off, Threshold.Off));

    public static Detector Of(Action<NetsOptions> configure)
    {
        var options = new NetsOptions();
        configure(options);
        return new Detector(Options.Create(options), new NoGeolocator());
    }

    private sealed class NoGeolocator : IGeolocator
    {
        public string DatabaseVersion => "test 2026-01-01";

        public Place Locate(IPAddress address) => Place.Unlocated;
    }
}
