using System.Collections.Frozen;

namespace AbuseServerless.Geolocation;

/// <summary>Codes of countries: those of ISO 3166-1 alpha-2, and the few more that the Unicode CLDR knows, such as XK for Kosovo.</summary>
public static class CountryCode
{
    private static readonly Lazy<FrozenSet<string>> Known = new(() => CountryNames.Load("en").All.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a country has the code; upper case makes no difference.</summary>
    public static bool IsKnown(string code) => Known.Value.Contains(code);

    /// <summary>Why there is no country of this code, and which one may be meant.</summary>
    /// <param name="code">Two letters.</param>
    public static string FaultOf(string code) => code.ToUpperInvariant() switch
    {
        "UK" => "There is no country UK in ISO 3166-1: the United Kingdom is GB.",
        "EL" => "There is no country EL in ISO 3166-1: Greece is GR.",
        "EU" => "EU is not a country: name its members one by one.",
        var other => $"There is no country {other} in ISO 3166-1 (alpha-2).",
    };
}
