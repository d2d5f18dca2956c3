using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Honest;

/// <summary>Accounts with much mail that is wanted.</summary>
internal static class Bulk
{
    // Twice a week to a thousand readers from the office's line.
    public static void Newsletter(Diary diary, Days days, Internet internet, ref Dice dice) =>
        Issue(diary, days, internet.Draw(NetworkKind.Office, ref dice, Providers.HomeCountry), 1_000, Correspondence.Newsletter, ref dice);

    public static void OldList(Diary diary, Days days, Internet internet, ref Dice dice) =>
        Issue(diary, days, internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry), 400, Correspondence.OldList, ref dice);

    // The editor is away and sends the issue from a hotel.
    public static void NewsletterAbroad(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var hotel = internet.Draw(NetworkKind.Home, ref dice, Providers.Abroad[dice.Below(Providers.Abroad.Count)]);
        var away = days.Count - days.Attacks;
        for (var day = 0; day < days.Count; day++)
        {
            var from = day < away ? home : hotel;
            People.Write(diary, days, day, dice.Below(People.MessagesADay), from, ref dice);
            if (day % 3 == 1)
            {
                SendIssue(diary, days.AtWork(day, ref dice), from, 300, Correspondence.Newsletter, ref dice);
            }
        }
    }

    // A person's account whose password is in a program on a rented server, which writes to each reader by himself, every few seconds (guess), once a week.
    public static void NewsletterFromServer(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        People.AtHome(diary, days, internet, ref dice);
        var server = internet.Draw(NetworkKind.Hosting, ref dice);
        var readers = 200 + dice.Below(800);
        for (var day = dice.Below(7); day < days.Count; day += 7)
        {
            var at = days.AtWork(day, ref dice);
            for (var sent = 0; sent < readers; sent++, at = at.AddSeconds(4 + dice.Below(3)))
            {
                diary.Send(at, server, 1, Correspondence.Newsletter, ref dice);
            }
        }
    }

    public static void Autoresponder(Diary diary, Days days, Internet internet, ref Dice dice) =>
        Trickle(diary, days, internet.Draw(NetworkKind.Hosting, ref dice), 30, Correspondence.AutoReplies, ref dice);

    public static void Forwarder(Diary diary, Days days, Internet internet, ref Dice dice) =>
        Trickle(diary, days, internet.Draw(NetworkKind.Hosting, ref dice), 60, Correspondence.Forwarded, ref dice);

    public static void BusyOffice(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var office = internet.Draw(NetworkKind.Office, ref dice, Providers.HomeCountry);
        var phone = People.Exits(internet, ref dice);
        for (var day = 0; day < days.Count; day++)
        {
            for (var i = days.IsWeekend(day) ? 0 : 30 + dice.Below(40); i > 0; i--)
            {
                diary.Send(days.AtWork(day, ref dice), dice.Chance(0.2) ? phone[dice.Below(phone.Length)] : office, People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    // Once, to everybody one knows, some of whom have moved.
    public static void Greetings(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        for (var day = 0; day < days.Count; day++)
        {
            People.Write(diary, days, day, dice.Below(2 * People.MessagesADay), home, ref dice);
        }

        SendIssue(diary, days.Awake(days.Count - 1 - dice.Below(days.Attacks), ref dice), home, 40 + dice.Below(60), Correspondence.OldList, ref dice);
    }

    // The same by a guest of another house, one by one: a letter every three minutes or so (guess), for an afternoon.
    public static void GreetingsElsewhere(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        People.AtHome(diary, days, internet, ref dice);
        var house = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var at = days.AtWork(days.Count - 1 - dice.Below(days.Attacks), ref dice);
        for (var letters = 20 + dice.Below(40); letters > 0; letters--, at = at.AddSeconds(60 + dice.Below(240)))
        {
            diary.Send(at, house, 1, Correspondence.OldList, ref dice);
        }
    }

    private static void Issue(Diary diary, Days days, IPAddress from, int readers, Correspondence to, ref Dice dice)
    {
        for (var day = dice.Below(3); day < days.Count; day += 3)
        {
            SendIssue(diary, days.AtWork(day, ref dice), from, readers, to, ref dice);
        }
    }

    // Twenty recipients a message, a message every three seconds.
    private static void SendIssue(Diary diary, DateTimeOffset at, IPAddress from, int readers, Correspondence to, ref Dice dice)
    {
        for (var sent = 0; sent < readers; sent += 20)
        {
            diary.Send(at, from, Math.Min(20, readers - sent), to, ref dice);
            at = at.AddSeconds(3);
        }
    }

    private static void Trickle(Diary diary, Days days, IPAddress from, int messagesADay, Correspondence to, ref Dice dice)
    {
        for (var day = 0; day < days.Count; day++)
        {
            for (var i = messagesADay / 2 + dice.Below(messagesADay); i > 0; i--)
            {
                diary.Send(days.Anytime(day, ref dice), from, 1, to, ref dice);
            }
        }
    }
}
