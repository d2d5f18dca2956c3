using System.Net;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Laboratory.World;
using AbuseServerless.Local.Demo;

namespace AbuseServerless.Laboratory.Honest;

/// <summary>Many accounts behind one address: some live there, some are new.</summary>
internal static class Crowds
{
    // All accounts meet the same addresses: what is drawn from these dice is the same for each of them.
    private const int CrowdDice = 17_101;

    // Public addresses of each crowd, between which its people change (guess).
    private const int CarrierAddresses = 4;
    private const int VpnExits = 3;

    // A small carrier, all of whose customers leave through a few addresses.
    public static void Carrier(Diary diary, Days days, Internet internet, ref Dice dice) => Live(diary, days, internet, Addresses(days, internet, NetworkKind.Mobile, CarrierAddresses), ref dice);

    public static void NewAtCarrier(Diary diary, Days days, Internet internet, ref Dice dice) => Begin(diary, days, internet, Addresses(days, internet, NetworkKind.Mobile, CarrierAddresses), ref dice);

    // The carrier has one address more, from one day on: new to all, in a network that is not.
    public static void NewCarrierAddress(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var exits = Addresses(days, internet, NetworkKind.Mobile, CarrierAddresses + 1);
        for (var day = 0; day < days.Count; day++)
        {
            var from = day < days.Count - days.Attacks ? exits[dice.Below(CarrierAddresses)] : exits[CarrierAddresses];
            People.Write(diary, days, day, dice.Below(2 * People.MessagesADay), from, ref dice);
        }
    }

    public static void VpnExit(Diary diary, Days days, Internet internet, ref Dice dice) => Live(diary, days, internet, Addresses(days, internet, NetworkKind.Vpn, VpnExits), ref dice);

    public static void NewAtVpnExit(Diary diary, Days days, Internet internet, ref Dice dice) => Begin(diary, days, internet, Addresses(days, internet, NetworkKind.Vpn, VpnExits), ref dice);

    public static void Office(Diary diary, Days days, Internet internet, ref Dice dice) => Live(diary, days, internet, Addresses(days, internet, NetworkKind.Office, 1), ref dice);

    public static void NewAtOffice(Diary diary, Days days, Internet internet, ref Dice dice) => Begin(diary, days, internet, Addresses(days, internet, NetworkKind.Office, 1), ref dice);

    // Subscribers of one provider meet for a day in a hall with one line, and write from there.
    public static void Conference(Diary diary, Days days, Internet internet, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var hall = Addresses(days, internet, NetworkKind.Home, 1)[0];
        for (var day = 0; day < days.Count; day++)
        {
            People.Write(diary, days, day, dice.Below(2 * People.MessagesADay), home, ref dice);
            for (var i = day == days.Count - 2 ? 1 + dice.Below(6) : 0; i > 0; i--)
            {
                diary.Send(days.AtWork(day, ref dice), hall, People.Recipients(ref dice), Correspondence.Personal, ref dice);
            }
        }
    }

    private static void Live(Diary diary, Days days, Internet internet, IPAddress[] addresses, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        for (var day = 0; day < days.Count; day++)
        {
            People.Write(diary, days, day, dice.Below(People.MessagesADay), home, ref dice);
            Use(diary, days, day, addresses, ref dice);
        }
    }

    // At home only, and then also there.
    private static void Begin(Diary diary, Days days, Internet internet, IPAddress[] addresses, ref Dice dice)
    {
        var home = internet.Draw(NetworkKind.Home, ref dice, Providers.HomeCountry);
        var begins = days.Count - days.Attacks + dice.Below(days.Attacks - 1);
        for (var day = 0; day < days.Count; day++)
        {
            People.Write(diary, days, day, dice.Below(People.MessagesADay), home, ref dice);
            if (day >= begins)
            {
                Use(diary, days, day, addresses, ref dice);
            }
        }
    }

    private static void Use(Diary diary, Days days, int day, IPAddress[] addresses, ref Dice dice)
    {
        for (var i = dice.Below(2 * People.MessagesADay); i > 0; i--)
        {
            diary.Send(days.AtWork(day, ref dice), addresses[dice.Below(addresses.Length)], People.Recipients(ref dice), Correspondence.Personal, ref dice);
        }
    }

    private static IPAddress[] Addresses(Days days, Internet internet, NetworkKind kind, int count)
    {
        var common = Dice.For(CrowdDice + (int)kind, (ulong)days.First.Ticks);
        var provider = Internet.Pick(kind, ref common, kind == NetworkKind.Vpn ? null : Providers.HomeCountry);
        var addresses = new IPAddress[count];
        for (var i = 0; i < count; i++)
        {
            addresses[i] = internet.Draw(provider, ref common);
        }

        return addresses;
    }
}
