using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Countries;

/// <summary>
/// Movement per unit time: at some slot s, the countries seen in the slots (s − W, s] number at least the threshold. What is seen from watch-only networks counts to watch, not to suspend.
/// </summary>
/// <remarks>The measure of OCN Mail, NTT Communications (JPAAWG 2nd General Meeting, 2019).</remarks>
public sealed class CountriesNet(CountriesOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Countries";

    private readonly WindowLimits[] _windows = [.. options.Windows];
    private readonly int _lowest = options.Windows.Min(window => window.Lowest);

    /// <inheritdoc/>
    public Verdict Gravest { get; } = options.Windows.Max(window => window.Gravest);

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [PlaceEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity)
    {
        if (activity.Places.Count < _lowest)
        {
            return null;
        }

        var all = ByCountry(activity, watchOnly: true);
        if (all.Count < _lowest)
        {
            return null;
        }

        var counted = ByCountry(activity, watchOnly: false);
        Finding? gravest = null;
        foreach (var window in _windows)
        {
            gravest = Finding.Graver(gravest, Find(counted, window, Verdict.Suspend, window.Suspend) ?? Find(all, window, Verdict.Watch, window.Watch));
        }

        return gravest;
    }

    private static CountrySlots ByCountry(AccountActivity activity, bool watchOnly)
    {
        var countries = new CountrySlots();
        foreach (var place in activity.Places)
        {
            if (place.Place.HasCountry && (watchOnly || !place.Place.IsWatchOnly))
            {
                countries.Add(place.Place.CountryCode, place.Slots);
            }
        }

        return countries;
    }

    // The earliest window that reaches the threshold.
    private static Finding? Find(CountrySlots countries, WindowLimits window, Verdict verdict, Threshold threshold)
    {
        if (!threshold.IsReachedBy(countries.Count))
        {
            return null;
        }

        Span<int> seen = stackalloc int[SlotSet.Capacity];
        countries.CountIn(window.WindowSlots, seen);
        for (var age = SlotSet.Capacity - 1; age >= 0; age--)
        {
            if (threshold.IsReachedBy(seen[age]))
            {
                var summary = string.Create(CultureInfo.InvariantCulture, $"{seen[age]} countries within {window.Window.TotalHours:0.##} hours");
                return new Finding(Name, verdict, seen[age], threshold.Value, age, window.WindowSlots, summary);
            }
        }

        return null;
    }
}
