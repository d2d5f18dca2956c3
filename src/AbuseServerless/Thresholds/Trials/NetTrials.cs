using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Thresholds.Trials;

/// <summary>Tries what each net contributes: all nets as they are set, then the same without each one that can suspend or watch.</summary>
public static class NetTrials
{
    /// <summary>The name of the trial of all nets; each other one is named like the net that it leaves out.</summary>
    public const string All = "*";

    /// <summary>Makes the trials.</summary>
    /// <param name="settings">How the nets are set.</param>
    /// <param name="geolocator">For the decisions; nothing is located.</param>
    public static IReadOnlyList<RuleTrial> Of(NetsOptions settings, IGeolocator geolocator)
    {
        var options = Options.Create(settings);
        return
        [
            new RuleTrial(All, new Detector(options, geolocator)),
            .. settings.CreateNets().Where(net => net.Gravest != Verdict.None).Select(net => new RuleTrial(net.Name, new Detector(options, geolocator, net.Name))),
        ];
    }
}
