using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Honest;

/// <summary>People with the networks of everyday life.</summary>
internal static class People
{
    /// <summary>Messages that a person sends a day, on the average (guess).</summary>
    public const int MessagesADay = 5;

    /// <summary>Public addresses that a phone meets of its carrier's in a week; many subscribers share each (guess after carrier NAT studies).</summary>
    private const int CarrierExits = 24;

    /// <summary>Share of AUTHs that fail: a password that was changed, a device that was forgotten (guess).</summary>
    private const double Failing = 0.02;

    public static void AtHome(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        for (var day = 0; day < days.Count; day++)
        {
            // A router that dials in anew gets another address of the same network, once a week or so.
            home = dice.Chance(1.0 / 7) ? Internet.Neighbour(home, ref dice) : home;
            Write(diary, days, day, dice.Below(2 * MessagesADay), home, ref dice);
        }
    }

    public static void AtHomeAndOffice(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var office = internet.Draw(NetworkKind.Office, ref dice, Providers.HomeCountry);
        for (var day = 0; day < days.Count; day++)
        {
            Write(diary, days, day, dice.Below(MessagesADay), home, ref dice);
            for (var i = days.IsWeekend(day) ? 0 : dice.Below(2 * MessagesADay); i > 0; i--)
            {
                diary.Send(days.AtWork(day, ref dice), office, Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    public static void WithPhone(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var exits = Exits(internet, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            Write(diary, days, day, dice.Below(MessagesADay), home, ref dice);
            for (var i = dice.Below(MessagesADay); i > 0; i--)
            {
                diary.Send(days.Awake(day, ref dice), exits[dice.Below(exits.Length)], Recipients(ref dice), Correspondence.Personal, ref dice);
            }

            // A café, a hotel, a friend's home.
            if (dice.Chance(0.1))
            {
                diary.Send(days.Awake(day, ref dice), internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry), Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    public static void PhoneOnly(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var exits = Exits(internet, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            for (var i = dice.Below(2 * MessagesADay); i > 0; i--)
            {
                diary.Send(days.Awake(day, ref dice), exits[dice.Below(exits.Length)], Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    public static void LivesAbroad(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var country = Providers.Abroad[dice.Below(Providers.Abroad.Count)];
        var home = internet.Draw(NetworkKind.Home, ref dice, country);
        for (var day = 0; day < days.Count; day++)
        {
            Write(diary, days, day, dice.Below(2 * MessagesADay), home, ref dice);
        }
    }

    /// <summary>Addresses of one carrier between which a phone changes.</summary>
    public static IPAddress[] Exits(Internet internet, ref Dice dice)
    {
        var carrier = Internet.Pick(NetworkKind.Mobile, ref dice, Providers.HomeCountry);
        var exits = new IPAddress[CarrierExits];
        for (var i = 0; i < exits.Length; i++)
        {
            exits[i] = internet.Draw(carrier, ref dice);
        }

        return exits;
    }

    /// <summary>A day's mail from one place.</summary>
    public static void Write(Diary diary, Days days, int day, int messages, IPAddress address, ref Dice dice)
    {
        for (; messages > 0; messages--)
        {
            var time = days.Awake(day, ref dice);
            if (dice.Chance(Failing))
            {
                diary.Fail(time, address);
            }

            diary.Send(time, address, Recipients(ref dice), Correspondence.Personal, ref dice);
        }
    }

    /// <summary>Recipients of a person's message: mostly one, now and then a circle of ten.</summary>
    public static int Recipients(ref Dice dice) => dice.Chance(0.05) ? 3 + dice.Below(8) : dice.Chance(0.2) ? 2 : 1;
}
