using AbuseServerless.Detection;
using AbuseServerless.Detection.Countries;

namespace AbuseServerless.Thresholds;

/// <summary>Numbers of countries in the Countries net's first window at which it closes, inclusive.</summary>
/// <param name="Watch">To watch, from 1; null where off.</param>
/// <param name="Suspend">To suspend, from 1; null where off.</param>
public sealed record CountryThresholds(int? Watch, int? Suspend)
{
    /// <summary>Those of the settings.</summary>
    public static CountryThresholds Of(CountriesOptions options) => new(Number(options.Watch), Number(options.Suspend));

    private static int? Number(Threshold threshold) => threshold.IsOn ? threshold.Value : null;
}
