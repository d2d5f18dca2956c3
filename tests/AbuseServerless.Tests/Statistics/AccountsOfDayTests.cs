using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Statistics;

namespace AbuseServerless.Tests.Statistics;

public sealed class AccountsOfDayTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(new[] { -1d }, 0)]
    [InlineData(new[] { 0d }, 1)] // The day's first instant belongs to it,
    [InlineData(new[] { -1, 0d, 1439, 1440 }, 2)] // its end does not.
    [InlineData(new[] { 1440d, 1900 }, 0)]
    [InlineData(new[] { 0d, 100, 200, 1900 }, 3)]
    public void An_account_counts_with_the_countries_in_which_it_was_seen_on_the_day(double[] minutes, int countries)
    {
        var activity = new AccountActivity();
        foreach (var (i, minute) in minutes.Index())
        {
            activity.Record(new Sighting(Start.AddMinutes(minute), Place.Of($"{(char)('A' + i)}A", i, i), IPAddress.Loopback));
            activity.Record(new Sighting(Start.AddMinutes(minute), Place.Of($"{(char)('A' + i)}A").AsWatchOnly(), IPAddress.Loopback));
            activity.Record(new Sighting(Start.AddMinutes(minute), Place.PrivateNetwork, IPAddress.Loopback));
            activity.Record(new Sighting(Start.AddMinutes(minute), Place.Exempted, IPAddress.Loopback));
        }

        var day = Day();
        day.Add(AccountName.Parse("alice"), activity);
        Assert.Equal(countries == 0 ? [] : [KeyValuePair.Create(countries, 1L)], day.ByCountries);
    }

    [Fact]
    public void The_twenty_busiest_are_listed_most_countries_first_and_then_by_name_in_whatever_order_they_come()
    {
        var accounts = Enumerable.Range(0, 100).Select(i => (Name: $"user{i:D2}", Countries: 1 + (i % 7))).ToArray();
        new Random(3).Shuffle(accounts);
        var day = Day();
        foreach (var (name, countries) in accounts)
        {
            var activity = new AccountActivity();
            for (var i = 0; i < countries; i++)
            {
                activity.Record(new Sighting(Start.AddMinutes(i), Place.Of($"{(char)('A' + i)}A"), IPAddress.Loopback));
            }

            day.Add(AccountName.Parse(name), activity);
        }

        var expected = accounts.OrderByDescending(account => account.Countries).ThenBy(account => account.Name, StringComparer.Ordinal).Take(20);
        Assert.Equal(expected.Select(account => new BusyAccount(account.Name, account.Countries)), day.Busiest);
        Assert.Equal(accounts.CountBy(account => account.Countries).OrderBy(count => count.Key).Select(count => KeyValuePair.Create(count.Key, (long)count.Value)), day.ByCountries);
    }

    [Fact]
    public void A_day_is_remembered_for_32_hours_from_its_beginning() =>
        Assert.Equal([true, true, false], new[] { 0, 32 * 60 - 1, 32 * 60 }.Select(minute => Day().IsRemembered(Start.AddMinutes(minute))));

    private static AccountsOfDay Day() => new(Slot.Of(Start), Slot.Of(Start.AddDays(1)));
}
