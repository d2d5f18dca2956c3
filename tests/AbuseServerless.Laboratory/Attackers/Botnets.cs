using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Attackers;

/// <summary>Infected homes in many countries, each used for a few messages.</summary>
internal static class Botnets
{
    public static void Wide(Diary diary, Days days, Internet internet, ref Dice dice) => Attack(diary, days, internet, 10 + dice.Below(Providers.Abroad.Count - 9), 60, ref dice);

    public static void Nine(Diary diary, Days days, Internet internet, ref Dice dice) => Attack(diary, days, internet, 9, 30, ref dice);

    public static void Six(Diary diary, Days days, Internet internet, ref Dice dice) => Attack(diary, days, internet, 6, 30, ref dice);

    public static void Four(Diary diary, Days days, Internet internet, ref Dice dice) => Attack(diary, days, internet, 4, 30, ref dice);

    // The same countries for the whole attack, so that no sliding day holds more of them.
    private static void Attack(Diary diary, Days days, Internet internet, int countries, double messagesAnHour, ref Dice dice)
    {
        Spammer.Own(diary, days, internet, ref dice);
        var chosen = dice.Shuffle<string>([.. Providers.Abroad])[..Math.Min(countries, Providers.Abroad.Count)];
        var bots = new IPAddress[6 * chosen.Length];
        for (var i = 0; i < bots.Length; i++)
        {
            bots[i] = internet.Draw(NetworkKind.Home, ref dice, chosen[i % chosen.Length]);
        }

        Spammer.Send(
            diary, days.Theft(ref dice), days.End, messagesAnHour, 3, Correspondence.SpamList, (DateTimeOffset _, ref Dice d) => bots[d.Below(bots.Length)], ref dice);
    }
}
