using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Honest;

/// <summary>People who are somewhere else.</summary>
internal static class Travellers
{
    public static void Abroad(Diary diary, Days days, Internet internet, ref Dice dice) => Travel(diary, days, internet, 1, ref dice);

    public static void Tour(Diary diary, Days days, Internet internet, ref Dice dice) => Travel(diary, days, internet, 6, ref dice);

    // A phone abroad whose data leaves in the home network's country or in that of a travel SIM's maker, beside hotel networks.
    public static void RoamingSim(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var exitCountry = dice.Chance(0.5) ? "HK" : "SG";
        var country = Country(ref dice);
        var (from, until) = Trip(days, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            if (day < from || day > until)
            {
                People.Write(diary, days, day, dice.Below(2 * People.MessagesADay), home, ref dice);
                continue;
            }

            var hotel = internet.Draw(NetworkKind.Home, ref dice, country);
            for (var i = 1 + dice.Below(2 * People.MessagesADay); i > 0; i--)
            {
                var address = dice.Chance(0.5) ? internet.Draw(NetworkKind.Home, ref dice, exitCountry) : hotel;
                diary.Send(days.Awake(day, ref dice), address, People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    // The ground station's country changes while nobody moves, or while the ship does.
    public static void Satellite(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var provider = Internet.Pick(NetworkKind.Satellite, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            var address = internet.Draw(provider, ref dice);
            for (var i = dice.Below(2 * People.MessagesADay); i > 0; i--)
            {
                diary.Send(days.Anytime(day, ref dice), dice.Chance(0.2) ? internet.Draw(provider, ref dice) : address, People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    // Who writes twenty to sixty mails on every workday, also from hotels, customers' offices and trains of another country.
    public static void HeavyWriter(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var office = internet.Draw(NetworkKind.Office, ref dice, Providers.HomeCountry);
        var (phone, mails) = (People.Exits(internet, ref dice), 20 + dice.Below(25));
        var (from, until) = Trip(days, ref dice);
        var country = Country(ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            IPAddress[]? places = day < from || day > until
                ? null
                : [internet.Draw(NetworkKind.Home, ref dice, country), internet.Draw(NetworkKind.Home, ref dice, country), internet.Draw(NetworkKind.Home, ref dice, country)];
            for (var i = days.IsWeekend(day) ? 0 : mails + dice.Below(16); i > 0; i--)
            {
                var address = places is not null ? places[dice.Below(places.Length)] : dice.Chance(0.3) ? phone[dice.Below(phone.Length)] : office;
                diary.Send(days.AtWork(day, ref dice), address, People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    // Another provider and another phone from one day on.
    public static void Moved(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var (before, after) = (internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry), internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry));
        var (oldPhone, newPhone) = (People.Exits(internet, ref dice), People.Exits(internet, ref dice));
        var (moved, _) = Trip(days, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            People.Write(diary, days, day, dice.Below(2 * People.MessagesADay), day < moved ? before : after, ref dice);
            var phone = day < moved ? oldPhone : newPhone;
            People.Write(diary, days, day, dice.Below(People.MessagesADay), phone[dice.Below(phone.Length)], ref dice);
        }
    }

    private static void Travel(Diary diary, Days days, Internet internet, int countries, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var (from, until) = Trip(days, ref dice);
        var country = Country(ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            if (day < from || day > until)
            {
                People.Write(diary, days, day, dice.Below(2 * People.MessagesADay), home, ref dice);
                continue;
            }

            // A tour is in another country every day; a stay is in one. A hotel, a café, an airport a day.
            country = countries > 1 ? Country(ref dice) : country;
            for (var place = 0; place < 3; place++)
            {
                var address = internet.Draw(NetworkKind.Home, ref dice, country);
                People.Write(diary, days, day, dice.Below(People.MessagesADay), address, ref dice);
            }
        }
    }

    private static string Country(ref Dice dice) => Providers.Abroad[dice.Below(Providers.Abroad.Count)];

    // From a day in the last part of the run, for two to seven days.
    private static (int From, int Until) Trip(Days days, ref Dice dice)
    {
        var from = days.Count - days.Attacks + dice.Below(Math.Max(1, days.Attacks - 2));
        return (from, from + 1 + dice.Below(6));
    }
}
