using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Detection.Time;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Thresholds;

/// <summary>
/// What is known of one account: the countries that are remembered of it, and the evidence of what was decided about it. A decision is taken when a net closes, so its evidence says in how many
/// countries an account was seen at least.
/// </summary>
public sealed class EpisodeMeasure(AccountName account, ThresholdGrid grid, ExemptionSet exemptions, DateTimeOffset now)
{
    private readonly int[] _most = new int[grid.Windows.Count];
    private int[]? _good;
    private int[]? _abuse;
    private Judgement _present;
    private bool _atLeast;

    /// <summary>Adds an episode, in the order of time.</summary>
    public void Add(Episode episode)
    {
        var most = new int[_most.Length];
        foreach (var decision in episode.Decisions)
        {
            Raise(most, decision);
        }

        Add(most, episode.Judgement);

        // What a good account did since it was resumed is good too; an abused one was given back to its owner.
        _present = episode.IsOver && episode.Judgement == Judgement.Abuse ? Judgement.None : episode.Judgement;
        _atLeast |= episode.IsOver;
    }

    /// <summary>Adds what is remembered.</summary>
    public void Add(AccountActivity activity)
    {
        var countries = new CountrySlots();
        foreach (var place in activity.Places)
        {
            Add(countries, place.Place, place.SampleAddress, place.Slots);
        }

        var most = new int[_most.Length];
        grid.Raise(most, countries);
        Add(most, _present);
    }

    /// <summary>The account, measured.</summary>
    public AccountMeasure ToAccount() => new(_most, _good, _abuse, _atLeast);

    private void Add(int[] most, Judgement judgement)
    {
        Raise(_most, most);
        if (judgement == Judgement.FalsePositive)
        {
            Raise(_good ??= new int[_most.Length], most);
        }
        else if (judgement == Judgement.Abuse)
        {
            Raise(_abuse ??= new int[_most.Length], most);
        }
    }

    private static void Raise(int[] most, int[] to)
    {
        for (var i = 0; i < most.Length; i++)
        {
            most[i] = Math.Max(most[i], to[i]);
        }
    }

    // Of each country the first and the last slot of the window are known.
    private void Raise(int[] most, Decision decision)
    {
        var countries = new CountrySlots();
        var head = Slot.Of(decision.WindowEnd.AddTicks(-1)).Index;
        foreach (var country in decision.Countries)
        {
            var ages = new[] { country.First, country.Last }.Select(time => head - Slot.Of(time).Index).Where(age => age is >= 0 and < SlotSet.Capacity);
            var slots = ages.Aggregate(default(SlotSet), (all, age) => all.With((int)age));
            if (Place.IsCountry(country.Country) && System.Net.IPAddress.TryParse(country.Address, out var address) && !slots.IsEmpty)
            {
                Add(countries, Place.Of(country.Country), address, slots);
            }
        }

        var found = new int[most.Length];
        grid.Raise(found, countries);

        // Evidence lists the countries of watch-only networks too, which suspend nobody.
        var counted = decision is { Net: CountriesNet.Name, Verdict: Verdict.Suspend } ? (int)Math.Min(decision.Measured, int.MaxValue) : int.MaxValue;
        Raise(most, [.. found.Select(number => Math.Min(number, counted))]);
    }

    private void Add(CountrySlots countries, Place place, System.Net.IPAddress address, SlotSet slots)
    {
        var counts = exemptions.Apply(account, address, place, now);
        if (counts.HasCountry && !counts.IsWatchOnly)
        {
            countries.Add(counts.CountryCode, slots);
        }
    }
}
