using AbuseServerless.Detection;
using AbuseServerless.Detection.SharedOrigins;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Thresholds.Trials;

/// <summary>Settings of the nets that are tried.</summary>
public sealed class RuleTrial
{
    /// <summary>Sets up the nets.</summary>
    /// <param name="name">What is set otherwise than by default, such as <c>Nets:Volume:MessagesPerDay:Suspend=40</c>; or a word for the defaults.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="geolocator">For the decisions; nothing is located.</param>
    public RuleTrial(string name, NetsOptions settings, IGeolocator geolocator)
        : this(name, settings, geolocator, static _ => true)
    {
    }

    /// <summary>Sets up some of the nets.</summary>
    internal RuleTrial(string name, NetsOptions settings, IGeolocator geolocator, Func<INet, bool> takes)
    {
        Name = name;
        Detector = new Detector(Options.Create(settings), geolocator, takes);
        SharedOrigins = settings.SharedOrigins;
    }

    /// <summary>What is set otherwise than by default.</summary>
    public string Name { get; }

    /// <summary>The nets, set so.</summary>
    public Detector Detector { get; }

    /// <summary>When accounts are told that they share an origin.</summary>
    internal SharedOriginsOptions SharedOrigins { get; }
}
