using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Countries;

/// <summary>
/// Movement per unit time: at some slot s, the countries seen in the slots (s − W, s] number at least the threshold. What is seen from watch-only networks counts to watch, not to suspend. What an account
/// did in familiar networks counts as one country, unless <see cref="CountriesOptions.OnlyUnfamiliar"/> is off.
/// </summary>
/// <remarks>
/// <para>The measure of OCN Mail, NTT Communications (JPAAWG 2nd General Meeting, 2019).</para>
/// <para>A country counts by itself where it was seen in a slot of <see cref="UnfamiliarSlots"/>: told to the slot, so that it costs no bytes. What came late has no network on record, and counts.</para>
/// </remarks>
public sealed class CountriesNet(CountriesOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Countries";

    private readonly WindowLimits[] _windows = [.. options.Windows];
    private readonly int _lowest = options.Windows.Min(window => window.Lowest);

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest { get; } = options.Windows.Max(window => window.Gravest);

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = options.OnlyUnfamiliar ? [PlaceEvidence.Kind, FamiliarityEvidence.Kind] : [PlaceEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity)
    {
        if (activity.Places.Count < _lowest)
        {
            return null;
        }

        var all = Seen.Of(activity, Verdict.Watch, options.OnlyUnfamiliar);
        if (all.Countries.Count < _lowest)
        {
            return null;
        }

        var counted = Seen.Of(activity, Verdict.Suspend, options.OnlyUnfamiliar);
        Finding? gravest = null;
        foreach (var window in _windows)
        {
            gravest = Finding.Graver(gravest, Find(counted, window, Verdict.Suspend, window.Suspend) ?? Find(all, window, Verdict.Watch, window.Watch));
        }

        return gravest;
    }

    /// <inheritdoc/>
    public Finding? Suspicion(AccountActivity activity)
    {
        Finding? found = null;
        if (activity.Places.Count >= _lowest && Seen.Of(activity, Verdict.Suspend, options.OnlyUnfamiliar) is var counted && counted.Countries.Count >= _lowest)
        {
            foreach (var window in _windows)
            {
                found ??= Find(counted, window, Verdict.Suspend, window.Watch);
            }
        }

        return found;
    }

    // The earliest window that reaches the threshold.
    private static Finding? Find(Seen seen, WindowLimits window, Verdict verdict, Threshold threshold)
    {
        if (!threshold.IsReachedBy(seen.Countries.Count))
        {
            return null;
        }

        Span<int> counts = stackalloc int[SlotSet.Capacity];
        seen.CountIn(window.WindowSlots, counts);
        for (var age = SlotSet.Capacity - 1; age >= 0; age--)
        {
            if (threshold.IsReachedBy(counts[age]) && seen.HasNetworks(age, window.WindowSlots, threshold))
            {
                var summary = $"{Quantity.Of(counts[age], "country", "countries")} within {Quantity.Of(window.Window.TotalHours, "hour")}";
                return new Finding(Name, verdict, counts[age], threshold.Value, age, window.WindowSlots, summary);
            }
        }

        return null;
    }

    // All countries, and where only unfamiliar use counts those of it.
    private sealed class Seen
    {
        private readonly UnfamiliarSlots? _unfamiliar;
        private readonly CountrySlots _strange = new();

        private Seen(UnfamiliarSlots? unfamiliar) => _unfamiliar = unfamiliar;

        public CountrySlots Countries { get; } = new();

        public static Seen Of(AccountActivity activity, Verdict verdict, bool onlyUnfamiliar)
        {
            var seen = new Seen(onlyUnfamiliar ? UnfamiliarSlots.Of(activity, watchOnly: verdict == Verdict.Watch) : null);
            foreach (var place in activity.Places)
            {
                if (place.Place.HasCountry && (verdict == Verdict.Watch || !place.Place.IsWatchOnly))
                {
                    seen.Add(place);
                }
            }

            return seen;
        }

        // Everything that the account did where it lives is one country.
        public void CountIn(int windowSlots, Span<int> counts)
        {
            Countries.CountIn(windowSlots, counts);
            if (_unfamiliar is not null)
            {
                Span<int> strange = stackalloc int[SlotSet.Capacity];
                _strange.CountIn(windowSlots, strange);
                for (var age = 0; age < counts.Length; age++)
                {
                    counts[age] = Math.Min(counts[age], strange[age] + 1);
                }
            }
        }

        public bool HasNetworks(int endAge, int windowSlots, Threshold threshold) => _unfamiliar is null || _unfamiliar.MostNetworksIn(endAge, windowSlots) > threshold.Value / 2;

        private void Add(in PlaceActivity place)
        {
            Countries.Add(place.Place.CountryCode, place.Slots);
            if (_unfamiliar is not null && (place.Place.IsLate ? place.Slots : place.Slots.Intersect(_unfamiliar.Slots)) is { IsEmpty: false } strange)
            {
                _strange.Add(place.Place.CountryCode, strange);
            }
        }
    }
}
