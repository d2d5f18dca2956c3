using AbuseServerless.Laboratory.Population;

namespace AbuseServerless.Laboratory.Attackers;

/// <summary>
/// Accounts whose password somebody else uses, beside their owners. Shapes come from public reports where one is named; rates are guesses where none is.
/// </summary>
internal static class AttackPlots
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<Plot> All { get; } =
    [
        // JPAAWG 2nd General Meeting (2019): 10 to 50 countries a day.
        new("botnet of 2019 (10 to 50 countries)", 60, Botnets.Wide),
        new("slow botnet, 9 countries a day", 40, Botnets.Nine),
        new("slow botnet, 6 countries a day", 40, Botnets.Six),
        new("slow botnet, 4 countries a day", 40, Botnets.Four),

        // A public log of 132 addresses on one account over a week, at most four in a quarter of an hour.
        new("residential proxies, own country", 60, Proxies.OwnCountry),
        new("interleaved with the owner", 40, Proxies.Interleaved),
        new("mail fraud from the owner's region", 20, Proxies.Fraud),

        // A study of 170,000 spam accounts found 66,000 of them used from a single address.
        new("single hosting address", 60, Hosts.Single),
        new("single hosting address, checked list", 40, Hosts.CheckedList),
        new("single hosting address, all accepted", 40, Hosts.AcceptedList),
        new("snowshoe of two hosting networks", 40, Hosts.Snowshoe),
        new("VPN exits", 40, Hosts.Vpn),
        new("burst of 20 minutes", 40, Hosts.Burst),
        new("sleeper", 40, Hosts.Sleeper),
        new("sleeper that has made itself familiar", 60, Hosts.FamiliarSleeper),
        new("reseller with three buyers", 30, Hosts.Reseller),
        new("IMAP thief", 20, Hosts.Thief),

        // Many accounts of one installation by the same few machines.
        new("spray from one address", 40, Crews.Spray),
        new("spray from home lines, own country", 120, Crews.HomeSpray),
        new("crew of five addresses", 40, Crews.Crew),
        new("spray from home lines, half of the accounts unused", 120, Crews.UnusedSpray),
    ];
}
