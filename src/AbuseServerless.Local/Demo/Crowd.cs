using System.Globalization;
using System.Net;
using AbuseServerless.Accounts;

namespace AbuseServerless.Local.Demo;

/// <summary>
/// The subscribers that nothing happens to. How one lives follows from the seed and the account's number alone, so that nothing
/// is remembered of anyone.
/// </summary>
/// <remarks>
/// Of a thousand accounts 60 live outside Japan, in nine countries. 560 are used at home only, 240 at home and, from 09:00 to 18:00 in
/// Tokyo, at an office of the same place, 190 on a mobile network that gives another of its addresses in the place every hour, and 10
/// of those who live in Japan fly to a neighbouring country at noon. Three in ten homes have IPv6 where the book has addresses of the place.
/// Two requests in a hundred fail. Account numbers are drawn with a density of 1 / (2 √x): the busiest account of 200,000 makes
/// two requests in a thousand, and each of the quieter half between 0.5 and 0.71 of the mean.
/// </remarks>
internal sealed class Crowd(AddressBook addresses, int accounts, int seed)
{
    private const int ForeignHomes = 9;
    private static readonly string[] Domains = ["example.jp", "mail.example.jp", "example.com", "example.net"];
    private static readonly string[] Neighbours = ["KR", "TW", "HK"];

    // In flight from 15:00 to 21:00 in Tokyo, so that no move is impossible.
    private static readonly TimeSpan Departure = TimeSpan.FromHours(6);
    private static readonly TimeSpan Arrival = TimeSpan.FromHours(12);
    private static readonly TimeSpan OfficeCloses = TimeSpan.FromHours(9);

    /// <summary>A request at some time.</summary>
    public Scene At(TimeSpan time, ref Dice dice)
    {
        while (true)
        {
            var draw = dice.Fraction();
            var number = (int)(accounts * draw * draw);
            if (AddressOf(number, time, ref dice) is { } address)
            {
                var success = !dice.Chance(0.02);
                return new Scene(time, Name(number), address, success, success && dice.Chance(0.7) ? 1 + dice.Below(3) : 0);
            }
        }
    }

    /// <summary>The login name of an account.</summary>
    /// <param name="number">0 inclusive to the number of accounts exclusive.</param>
    public static AccountName Name(int number) =>
        AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"user{number:000000}@{Domains[number % Domains.Length]}"));

    // Null while the account's owner is in flight.
    private IPAddress? AddressOf(int number, TimeSpan time, ref Dice dice)
    {
        var person = Dice.For(seed, (ulong)number);
        var foreign = person.Below(1000) < 60;
        var pool = addresses[foreign ? AddressBook.Countries[1 + person.Below(ForeignHomes)] : AddressBook.Home];
        var home = person.Below(pool.V4Count);
        var (habit, own) = (person.Below(1000), person.Below(1 << 20));
        if (habit < 10 && !foreign && time >= Departure)
        {
            return time < Arrival ? null : Abroad(ref person);
        }

        if (habit is >= 10 and < 200)
        {
            return pool.V4OfNetwork(home, own + 31 * time.Hours);
        }

        if (habit is >= 200 and < 440 && time < OfficeCloses && dice.Chance(0.8))
        {
            return pool.V4Near(pool.PlaceOf(home), own);
        }

        return person.Below(10) < 3 && dice.Chance(0.6) && pool.V6Near(pool.PlaceOf(home), own) is { } v6 ? v6 : pool.V4(home);
    }

    private IPAddress Abroad(ref Dice person)
    {
        var pool = addresses[Neighbours[person.Below(Neighbours.Length)]];
        return pool.V4(person.Below(pool.V4Count));
    }
}
