using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Honest;

/// <summary>People who hide where they are, for good reasons.</summary>
internal static class Shielded
{
    public static void VpnOneCountry(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var provider = Internet.Pick(NetworkKind.Vpn, ref dice);
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var exit = internet.Draw(provider, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            exit = dice.Chance(0.5) ? Internet.Neighbour(exit, ref dice) : exit;
            People.Write(diary, days, day, dice.Below(People.MessagesADay), home, ref dice);
            People.Write(diary, days, day, dice.Below(People.MessagesADay), exit, ref dice);
        }
    }

    // Another exit with each connection, anywhere.
    public static void VpnHopping(Diary diary, Days days, Internet internet, ref Dice dice) => Hop(diary, days, internet, NetworkKind.Vpn, ref dice);

    public static void Tor(Diary diary, Days days, Internet internet, ref Dice dice) => Hop(diary, days, internet, NetworkKind.Tor, ref dice);

    public static void Relay(Diary diary, Days days, Internet internet, ref Dice dice) => Hop(diary, days, internet, NetworkKind.Relay, ref dice);

    // Somebody who was always at home has bought a VPN, and takes its defaults: another exit with each connection.
    public static void BeginsWithVpn(Diary diary, Days days, Internet internet, ref Dice dice) => Begin(diary, days, internet, NetworkKind.Vpn, ref dice);

    public static void BeginsWithRelay(Diary diary, Days days, Internet internet, ref Dice dice) => Begin(diary, days, internet, NetworkKind.Relay, ref dice);

    private static void Begin(Diary diary, Days days, Internet internet, NetworkKind kind, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var provider = Internet.Pick(kind, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            for (var i = dice.Below(2 * People.MessagesADay); i > 0; i--)
            {
                var address = day < days.Count - days.Attacks ? home : internet.Draw(provider, ref dice);
                diary.Send(days.Awake(day, ref dice), address, People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    private static void Hop(Diary diary, Days days, Internet internet, NetworkKind kind, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        for (var day = 0; day < days.Count; day++)
        {
            People.Write(diary, days, day, dice.Below(People.MessagesADay), home, ref dice);
            for (var i = dice.Below(2 * People.MessagesADay); i > 0; i--)
            {
                diary.Send(days.Awake(day, ref dice), internet.Draw(kind, ref dice), People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }
}
