using AbuseServerless.Activity;

namespace AbuseServerless.Nets;

/// <summary>
/// Movement per unit time: at some slot s, the countries seen in the slots (s − W, s] number at least the threshold.
/// </summary>
/// <remarks>The measure of OCN Mail, NTT Communications (JPAAWG 2nd General Meeting, 2019).</remarks>
public sealed class CountriesNet(CountriesOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Countries";

    private readonly CountriesWindow[] _windows = [.. options.Windows];
    private readonly int _lowest = options.Windows.Min(window => window.Lowest);

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity)
    {
        if (activity.Places.Count < _lowest)
        {
            return null;
        }

        var countries = ByCountry(activity);
        if (countries.Count < _lowest)
        {
            return null;
        }

        Finding? gravest = null;
        Span<int> seen = stackalloc int[SlotSet.Capacity];
        foreach (var window in _windows)
        {
            Count(countries, window.WindowSlots, seen);
            var finding = Find(seen, window, Verdict.Suspend, window.Suspend) ?? Find(seen, window, Verdict.Watch, window.Watch);
            if (finding is not null && (gravest is null || finding.Verdict > gravest.Verdict))
            {
                gravest = finding;
            }
        }

        return gravest;
    }

    // Places come ordered by country, so those of one country stand together.
    private static List<SlotSet> ByCountry(AccountActivity activity)
    {
        var countries = new List<SlotSet>(activity.Places.Count);
        ushort last = 0;
        foreach (var place in activity.Places)
        {
            if (!place.Place.HasCountry)
            {
                continue;
            }

            if (place.Place.CountryCode == last)
            {
                countries[^1] = countries[^1].Union(place.Slots);
            }
            else
            {
                countries.Add(place.Slots);
                last = place.Place.CountryCode;
            }
        }

        return countries;
    }

    // How many countries the window that ends at each age has seen.
    private static void Count(List<SlotSet> countries, int width, Span<int> seen)
    {
        seen.Clear();
        foreach (var country in countries)
        {
            for (var ends = country.WindowEnds(width); !ends.IsEmpty; ends = ends.Without(ends.NewestAge))
            {
                seen[ends.NewestAge]++;
            }
        }
    }

    // The earliest window that reaches the threshold.
    private static Finding? Find(ReadOnlySpan<int> seen, CountriesWindow window, Verdict verdict, Threshold threshold)
    {
        for (var age = seen.Length - 1; age >= 0; age--)
        {
            if (threshold.IsReachedBy(seen[age]))
            {
                return new Finding(Name, verdict, seen[age], threshold.Value, age, window.WindowSlots);
            }
        }

        return null;
    }
}
