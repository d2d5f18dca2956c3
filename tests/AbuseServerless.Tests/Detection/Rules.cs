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
    public static Detector CountriesOnly { get; } = Of(nets => AllOffBut(nets, nameof(nets.Countries)));

    public static Detector Of(Action<NetsOptions> configure) => new(Options.Create(Settings(configure)), new NoGeolocator());

    public static NetsOptions Settings(Action<NetsOptions> configure)
    {
        var options = new NetsOptions();
        configure(options);
        return options;
    }

    /// <summary>Turns off each net but those named: one that is added later is off in the tests of the others.</summary>
    public static void AllOffBut(NetsOptions nets, params string[] names)
    {
        foreach (var property in typeof(NetsOptions).GetProperties().Where(property => !names.Contains(property.Name)))
        {
            TurnOff(property.GetValue(nets)!);
        }
    }

    private static void TurnOff(object settings)
    {
        if (settings is Limits limits)
        {
            (limits.Watch, limits.Suspend) = (Threshold.Off, Threshold.Off);
        }

        foreach (var property in settings.GetType().GetProperties().Where(property => property.PropertyType is { IsClass: true } type && type.Assembly == typeof(Limits).Assembly))
        {
            TurnOff(property.GetValue(settings)!);
        }
    }

    private sealed class NoGeolocator : IGeolocator
    {
        public string DatabaseVersion => "test 2026-01-01";

        public Place Locate(IPAddress address) => Place.Unlocated;
    }
}
