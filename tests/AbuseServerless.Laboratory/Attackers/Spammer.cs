using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Attackers;

/// <summary>What attackers have in common.</summary>
internal static class Spammer
{
    /// <summary>Messages of one attack after which it ends: well above what the targets allow until the stop, and a bound for the size of a population.</summary>
    public const int MaximumMessages = 800;

    /// <summary>Chooses the address of the next message.</summary>
    internal delegate IPAddress NextAddress(DateTimeOffset time, ref Dice dice);

    /// <summary>The owner's own use: at home, or at home and with a phone.</summary>
    public static void Own(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        if (dice.Chance(0.5))
        {
            Honest.People.AtHome(diary, days, internet, ref dice);
        }
        else
        {
            Honest.People.WithPhone(diary, days, internet, ref dice);
        }
    }

    /// <summary>Sends at a rate until the end, with random pauses.</summary>
    /// <param name="diary">The diary.</param>
    /// <param name="from">First message.</param>
    /// <param name="until">End, exclusive.</param>
    /// <param name="messagesAnHour">Messages an hour, on the average.</param>
    /// <param name="recipients">Recipients of a message, at the most.</param>
    /// <param name="list">To whom.</param>
    /// <param name="next">From where.</param>
    /// <param name="dice">The account's dice.</param>
    public static void Send(
        Diary diary, DateTimeOffset from, DateTimeOffset until, double messagesAnHour, int recipients, Correspondence list, NextAddress next, ref Dice dice)
    {
        var at = from;
        for (var sent = 0; sent < MaximumMessages && at < until; sent++, at += Pause(messagesAnHour, ref dice))
        {
            diary.Spam(at, next(at, ref dice), 1 + dice.Below(recipients), list, ref dice);
        }
    }

    /// <summary>An exponential pause, so that messages come as independent machines send them.</summary>
    public static TimeSpan Pause(double perHour, ref Dice dice) => TimeSpan.FromHours(-Math.Log(1 - dice.Fraction()) / perHour) + TimeSpan.FromMilliseconds(1);
}
