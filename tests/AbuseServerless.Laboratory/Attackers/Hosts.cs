using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Attackers;

/// <summary>Rented machines and exits.</summary>
internal static class Hosts
{
    public static void Single(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var host = internet.Draw(NetworkKind.Hosting, ref dice);
        Spammer.Send(diary, days.Theft(ref dice), days.End, 40, 10, Correspondence.SpamList, (DateTimeOffset _, ref Dice _) => host, ref dice);
    }

    public static void CheckedList(Diary diary, Days days, Internet internet, ref Dice dice) => Listed(diary, days, internet, Correspondence.CheckedSpamList, ref dice);

    // Nobody refuses more of it than of a newsletter. The worst that there can be for whoever believes in accepted mail; a guess, since providers refuse or put off most spam.
    public static void AcceptedList(Diary diary, Days days, Internet internet, ref Dice dice) => Listed(diary, days, internet, Correspondence.Newsletter, ref dice);

    // Sixteen addresses of two /24.
    public static void Snowshoe(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        IPAddress[] networks = [internet.Draw(NetworkKind.Hosting, ref dice), internet.Draw(NetworkKind.Hosting, ref dice)];
        var addresses = new IPAddress[16];
        for (var i = 0; i < addresses.Length; i++)
        {
            addresses[i] = Internet.Neighbour(networks[i % 2], ref dice);
        }

        Spammer.Send(diary, days.Theft(ref dice), days.End, 30, 5, Correspondence.SpamList, (DateTimeOffset _, ref Dice d) => addresses[d.Below(addresses.Length)], ref dice);
    }

    public static void Vpn(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        Spammer.Send(diary, days.Theft(ref dice), days.End, 25, 5, Correspondence.SpamList, (DateTimeOffset _, ref Dice d) => internet.Draw(NetworkKind.Vpn, ref d), ref dice);
    }

    // Six hundred messages from thirty bots of three countries, then never again.
    public static void Burst(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var countries = dice.Shuffle<string>([.. Providers.Abroad])[..3];
        var bots = new IPAddress[30];
        for (var i = 0; i < bots.Length; i++)
        {
            bots[i] = internet.Draw(NetworkKind.Home, ref dice, countries[i % countries.Length]);
        }

        var theft = days.Theft(ref dice);
        Spammer.Send(diary, theft, theft.AddMinutes(20), 1_800, 3, Correspondence.SpamList, (DateTimeOffset _, ref Dice d) => bots[d.Below(bots.Length)], ref dice);
    }

    // One test, days of silence, then everything from another machine.
    public static void Sleeper(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var tested = days.First.AddDays(1) + TimeSpan.FromDays(1) * dice.Fraction();
        diary.LogIn(tested, internet.Draw(NetworkKind.Hosting, ref dice));
        var host = internet.Draw(NetworkKind.Home, ref dice, Providers.Abroad[dice.Below(Providers.Abroad.Count)]);
        Spammer.Send(diary, days.Theft(ref dice), days.End, 40, 5, Correspondence.SpamList, (DateTimeOffset _, ref Dice _) => host, ref dice);
    }

    // Some nine quiet logins within a week from the place that sends afterwards: a rented machine, a line of the owner's country or one abroad.
    public static void FamiliarSleeper(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var host = dice.Below(3) switch
        {
            0 => internet.Draw(NetworkKind.Hosting, ref dice),
            1 => internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry),
            _ => internet.Draw(NetworkKind.Home, ref dice, Providers.Abroad[dice.Below(Providers.Abroad.Count)]),
        };
        var theft = days.Theft(ref dice);
        for (var quiet = 9; quiet > 0; quiet--)
        {
            var at = theft.AddDays(-7 * dice.Fraction());
            diary.Intrude(at);
            diary.LogIn(at, host);
        }

        Spammer.Send(diary, theft, theft.AddDays(1), 15 + dice.Below(60), 3, Correspondence.SpamList, (DateTimeOffset _, ref Dice _) => host, ref dice);
    }

    public static void Reseller(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        for (var buyer = 0; buyer < 3; buyer++)
        {
            var host = dice.Chance(0.5) ? internet.Draw(NetworkKind.Hosting, ref dice) : internet.Draw(NetworkKind.Home, ref dice, Providers.Abroad[dice.Below(Providers.Abroad.Count)]);
            Spammer.Send(diary, days.Theft(ref dice), days.End, 6, 3, Correspondence.SpamList, (DateTimeOffset _, ref Dice _) => host, ref dice);
        }

        diary.Subject.Spam.Sort();
    }

    // Reads mail and sends none: SMTP AUTH tells nothing of it but a test now and then.
    public static void Thief(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var host = internet.Draw(NetworkKind.Hosting, ref dice);
        for (var at = days.Theft(ref dice); at < days.End; at = at.AddDays(1))
        {
            diary.Intrude(at);
            diary.LogIn(at, host);
        }
    }

    private static void Listed(Diary diary, Days days, Internet internet, Correspondence list, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var host = internet.Draw(NetworkKind.Hosting, ref dice);
        Spammer.Send(diary, days.Theft(ref dice), days.End, 40, 1, list, (DateTimeOffset _, ref Dice _) => host, ref dice);
    }
}
