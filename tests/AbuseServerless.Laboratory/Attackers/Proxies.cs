using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Attackers;

/// <summary>Home lines of the owner's own country, rented by the gigabyte.</summary>
internal static class Proxies
{
    public static void OwnCountry(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        Spammer.Send(diary, days.Theft(ref dice), days.End, 25, 4, Correspondence.SpamList, Rotating(internet, 5), ref dice);
    }

    // Slowly, in the owner's waking hours, with a list that was checked.
    public static void Interleaved(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var theft = days.Theft(ref dice);
        var next = Rotating(internet, 60);
        for (var day = (int)(theft - days.First).TotalDays; day < days.Count; day++)
        {
            for (var i = 40 + dice.Below(40); i > 0; i--)
            {
                var at = days.Awake(day, ref dice);
                if (at >= theft)
                {
                    diary.Spam(at, next(at, ref dice), 1 + dice.Below(3), Correspondence.CheckedSpamList, ref dice);
                }
            }
        }

        diary.Subject.Spam.Sort();
    }

    // A few letters a day from one line of the owner's own provider. Movement and volume say nothing here.
    public static void Fraud(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var line = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        Spammer.Send(diary, days.Theft(ref dice), days.End, 0.3, 1, Correspondence.Personal, (DateTimeOffset _, ref Dice _) => line, ref dice);
    }

    // Another line every so many minutes.
    private static Spammer.NextAddress Rotating(Internet internet, double minutes)
    {
        IPAddress? line = null;
        var since = DateTimeOffset.MinValue;
        return (DateTimeOffset time, ref Dice dice) =>
        {
            if (line is null || Math.Abs((time - since).TotalMinutes) >= minutes)
            {
                (line, since) = (internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry), time);
            }

            return line;
        };
    }
}
