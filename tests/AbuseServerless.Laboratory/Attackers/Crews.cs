using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Attackers;

/// <summary>A few machines that use many accounts of one installation.</summary>
internal static class Crews
{
    // All accounts of a kind meet the same machines: what is drawn from these dice is the same for each of them.
    private const int SprayDice = 17_001;
    private const int CrewDice = 17_002;
    private const int HomeSprayDice = 17_003;
    private const int UnusedSprayDice = 17_103;

    // Lines of which one sprays each account.
    private const int HomeLines = 3;

    // One success and five messages an account: no account by itself does much.
    public static void Spray(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var common = Dice.For(SprayDice, (ulong)days.First.Ticks);
        var host = internet.Draw(NetworkKind.Hosting, ref common);
        var theft = days.End.AddDays(-1) + TimeSpan.FromHours(20) * dice.Fraction();
        diary.Fail(theft.AddSeconds(-40), host);
        Spammer.Send(diary, theft, theft.AddMinutes(15), 20, 3, Correspondence.SpamList, (DateTimeOffset _, ref Dice _) => host, ref dice);
    }

    // The same from infected homes in the owners' country: no account by itself does anything unusual.
    public static void HomeSpray(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        FromHomeLines(HomeSprayDice, diary, days, internet, ref dice);
    }

    // A list of passwords does not say who sends mail: half of the accounts have never sent any. A guess.
    public static void UnusedSpray(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        if (dice.Chance(0.5))
        {
            Spammer.Own(diary, days, internet, ref dice);
        }

        FromHomeLines(UnusedSprayDice, diary, days, internet, ref dice);
    }

    private static void FromHomeLines(int lines, Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var common = Dice.For(lines + dice.Below(HomeLines), (ulong)days.First.Ticks);
        var line = internet.Draw(NetworkKind.Home, ref common, Providers.HomeCountry);
        var theft = days.End.AddDays(-1) + TimeSpan.FromHours(20) * dice.Fraction();
        diary.Fail(theft.AddSeconds(-40), line);
        Spammer.Send(diary, theft, theft.AddMinutes(15), 20, 3, Correspondence.SpamList, (DateTimeOffset _, ref Dice _) => line, ref dice);
    }

    public static void Crew(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var common = Dice.For(CrewDice, (ulong)days.First.Ticks);
        var hosts = new IPAddress[5];
        for (var i = 0; i < hosts.Length; i++)
        {
            hosts[i] = internet.Draw(NetworkKind.Hosting, ref common);
        }

        Spammer.Send(diary, days.Theft(ref dice), days.End, 4, 3, Correspondence.SpamList, (DateTimeOffset _, ref Dice d) => hosts[d.Below(hosts.Length)], ref dice);
    }
}
