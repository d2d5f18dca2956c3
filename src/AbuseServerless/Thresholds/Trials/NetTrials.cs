using AbuseServerless.Detection;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Thresholds.Trials;

/// <summary>Tries what each net contributes: all nets as they are set, then the same without each one that can suspend or watch, then each one alone.</summary>
public static class NetTrials
{
    /// <summary>The name of the trial of all nets.</summary>
    public const string All = "*";

    /// <summary>The name of the trial without a net.</summary>
    public static string Without(string net) => "-" + net;

    /// <summary>The name of the trial of a net alone.</summary>
    public static string Alone(string net) => "+" + net;

    /// <summary>Makes the trials.</summary>
    /// <param name="settings">How the nets are set.</param>
    /// <param name="geolocator">For the decisions; nothing is located.</param>
    public static IReadOnlyList<RuleTrial> Of(NetsOptions settings, IGeolocator geolocator)
    {
        var nets = settings.CreateNets().Where(net => net.Gravest != Verdict.None).Select(net => net.Name).ToList();
        return
        [
            new RuleTrial(All, settings, geolocator),
            .. nets.Select(name => new RuleTrial(Without(name), settings, geolocator, net => net.Name != name)),
            .. nets.Select(name => new RuleTrial(Alone(name), settings, geolocator, net => net.Name == name)),
        ];
    }
}
