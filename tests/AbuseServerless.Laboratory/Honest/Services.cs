using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Honest;

/// <summary>Programs and groups that use one account.</summary>
internal static class Services
{
    // A cloud mail service logs in for the subscriber, from whichever of its data centres, beside the phone's own client.
    public static void SendAs(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var service = Internet.Pick(NetworkKind.SendAs, ref dice);
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        for (var day = 0; day < days.Count; day++)
        {
            People.Write(diary, days, day, dice.Below(3), home, ref dice);
            for (var i = dice.Below(2 * People.MessagesADay); i > 0; i--)
            {
                diary.Send(days.Awake(day, ref dice), internet.Draw(service, ref dice), People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    // Five people with their homes and phones.
    public static void SharedMailbox(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var addresses = new List<IPAddress>();
        for (var person = 0; person < 5; person++)
        {
            addresses.Add(internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry));
            addresses.AddRange(People.Exits(internet, ref dice).Take(8));
        }

        for (var day = 0; day < days.Count; day++)
        {
            for (var i = dice.Below(4 * People.MessagesADay); i > 0; i--)
            {
                diary.Send(days.Awake(day, ref dice), addresses[dice.Below(addresses.Count)], People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    // Six probes in six countries log in every half hour; one in ten sends a message to itself.
    public static void Monitoring(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var probes = new List<IPAddress>();
        var countries = new HashSet<string>();
        while (probes.Count < 6)
        {
            var address = internet.Draw(NetworkKind.Hosting, ref dice);
            if (countries.Add(internet.CountryOf(address)))
            {
                probes.Add(address);
            }
        }

        for (var at = days.First; at < days.End; at += TimeSpan.FromMinutes(30))
        {
            foreach (var probe in probes)
            {
                var time = at.AddSeconds(dice.Below(60));
                if (dice.Chance(0.1))
                {
                    diary.Send(time, probe, 1, Correspondence.Machine, ref dice);
                }
                else
                {
                    diary.LogIn(time, probe);
                }
            }
        }
    }

    // A web shop's or a home page's form on a rented server.
    public static void OwnServer(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var server = internet.Draw(NetworkKind.Hosting, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            for (var i = dice.Below(40); i > 0; i--)
            {
                diary.Send(days.Anytime(day, ref dice), server, 1, Correspondence.Personal, ref dice);
            }
        }
    }

    public static void Scanner(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var office = internet.Draw(NetworkKind.Office, ref dice, Providers.HomeCountry);
        for (var day = 0; day < days.Count; day++)
        {
            for (var i = days.IsWeekend(day) ? 0 : dice.Below(60); i > 0; i--)
            {
                diary.Send(days.AtWork(day, ref dice), office, 1, Correspondence.Machine, ref dice);
            }
        }
    }
}
