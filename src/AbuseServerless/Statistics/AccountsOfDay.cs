using AbuseServerless.Accounts;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Statistics;

/// <summary>Counts accounts by the number of countries in which they were seen on a day, from what is remembered of them. Holds no more than the busiest of them.</summary>
/// <remarks>
/// A slot belongs to the day in which it begins; where clocks change by quarters of an hour, as they do everywhere, no slot lies in two days. An account that was seen in no country (private networks,
/// unknown addresses, exempted use) is not counted. What a reset forgot is not counted either, so an account that was resumed counts from then on.
/// </remarks>
/// <param name="first">The day's first slot.</param>
/// <param name="end">The first slot of the next day.</param>
public sealed class AccountsOfDay(Slot first, Slot end)
{
    /// <summary>Accounts that are listed by name: 20.</summary>
    public const int MaximumBusiest = 20;

    private readonly SortedDictionary<int, long> _accounts = [];

    // The least of the busiest first: the fewest countries, of these the greatest name.
    private readonly SortedSet<BusyAccount> _busiest = new(Comparer<BusyAccount>.Create(
        (left, right) => left.Countries != right.Countries ? left.Countries.CompareTo(right.Countries) : string.CompareOrdinal(right.Account, left.Account)));

    /// <summary>Number of accounts by number of countries, from 1.</summary>
    public IReadOnlyDictionary<int, long> ByCountries => _accounts;

    /// <summary>The accounts that were seen in the most countries, most first; of those with the same number, by name.</summary>
    public IReadOnlyList<BusyAccount> Busiest => [.. _busiest.Reverse()];

    /// <summary>Whether what is remembered still reaches back to the beginning of the day, for every account.</summary>
    /// <param name="latest">The latest time that an event can have now.</param>
    public bool IsRemembered(DateTimeOffset latest) => Slot.Of(latest).Index - first.Index < SlotSet.Capacity;

    /// <summary>Counts an account.</summary>
    public void Add(AccountName account, AccountActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        var countries = Countries(activity);
        if (countries == 0)
        {
            return;
        }

        Add(countries, 1);
        Add(new BusyAccount(account.Value, countries));
    }

    /// <summary>Adds what was counted of other accounts.</summary>
    /// <param name="byCountries">Their <see cref="ByCountries"/>.</param>
    /// <param name="busiest">Their <see cref="Busiest"/>.</param>
    public void Add(IReadOnlyDictionary<int, long> byCountries, IEnumerable<BusyAccount> busiest)
    {
        ArgumentNullException.ThrowIfNull(byCountries);
        ArgumentNullException.ThrowIfNull(busiest);
        foreach (var (countries, accounts) in byCountries)
        {
            Add(countries, accounts);
        }

        foreach (var account in busiest)
        {
            Add(account);
        }
    }

    private void Add(int countries, long accounts) => _accounts[countries] = _accounts.GetValueOrDefault(countries) + accounts;

    private void Add(BusyAccount account)
    {
        _busiest.Add(account);
        if (_busiest.Count > MaximumBusiest)
        {
            _busiest.Remove(_busiest.Min!);
        }
    }

    private int Countries(AccountActivity activity)
    {
        var newest = (int)Math.Max(0, activity.Head.Index - (end.Index - 1));
        var oldest = (int)Math.Min(SlotSet.Capacity - 1, activity.Head.Index - first.Index);
        if (newest > oldest)
        {
            return 0;
        }

        var countries = new HashSet<ushort>();
        foreach (var place in activity.Places)
        {
            if (place.Place.HasCountry && !place.Slots.Within(newest, oldest - newest + 1).IsEmpty)
            {
                countries.Add(place.Place.CountryCode);
            }
        }

        return countries.Count;
    }
}
