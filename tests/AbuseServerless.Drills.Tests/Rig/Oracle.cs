using System.Globalization;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>What must be remembered and decided of accounts, worked out from the list of logins by counting, with nothing of the product.</summary>
internal static class Oracle
{
    private const int Window = 96;
    private const int Watch = 5;
    private const int Suspend = 10;

    /// <summary>A line for each account: the slots of each country, the logins of each slot, and where the account stands.</summary>
    /// <param name="accepted">Each message that the hub has accepted, once.</param>
    /// <param name="countryOf">The country in which a login is found.</param>
    public static SortedSet<string> Expect(IEnumerable<Login> accepted, Func<Login, string> countryOf)
    {
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var account in accepted.GroupBy(login => login.Account))
        {
            var countries = account.GroupBy(countryOf).ToDictionary(group => group.Key, group => group.Select(login => login.Slot).Distinct());
            var counts = account.GroupBy(login => login.Slot).ToDictionary(group => group.Key, group => group.LongCount());
            var most = account.Max(end => account.Where(login => login.Slot > end.Slot - Window && login.Slot <= end.Slot).Select(countryOf).Distinct().Count());
            expected.Add(Line(account.Key, countries, counts, most >= Suspend ? "Active" : most >= Watch ? "Watched" : ""));
        }

        return expected;
    }

    /// <summary>How an account is told, by the oracle as by what was found.</summary>
    public static string Line(string account, IReadOnlyDictionary<string, IEnumerable<long>> countries, IReadOnlyDictionary<long, long> counts, string state)
    {
        var seen = countries.OrderBy(country => country.Key, StringComparer.Ordinal).Select(country => $"{country.Key}:{string.Join(',', country.Value.Order())}");
        var logins = counts.OrderBy(slot => slot.Key).Select(slot => string.Create(CultureInfo.InvariantCulture, $"{slot.Value}@{slot.Key}"));
        return $"{account} | {string.Join(' ', seen)} | {string.Join(' ', logins)} | {state}";
    }
}
