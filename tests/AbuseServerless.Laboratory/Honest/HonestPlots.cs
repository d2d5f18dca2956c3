using AbuseServerless.Laboratory.Population;

namespace AbuseServerless.Laboratory.Honest;

/// <summary>
/// Accounts of people and programs who do nothing wrong. The numbers of each kind are guesses: the common kinds carry the figure of wrong suspensions, the rare ones are over-represented so that harm
/// to a kind shows.
/// </summary>
internal static class HonestPlots
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<Plot> All { get; } =
    [
        new("home", 700, People.AtHome),
        new("home and office", 400, People.AtHomeAndOffice),
        new("home and phone", 600, People.WithPhone),
        new("phone only", 200, People.PhoneOnly),
        new("traveller, one country", 60, Travellers.Abroad),
        new("traveller, six countries", 40, Travellers.Tour),
        new("roaming SIM, foreign exit", 60, Travellers.RoamingSim),
        new("ship or satellite", 20, Travellers.Satellite),
        new("heavy writer on a business trip", 60, Travellers.HeavyWriter),
        new("moved house", 40, Travellers.Moved),
        new("lives abroad", 60, People.LivesAbroad),
        new("consumer VPN, one exit country", 80, Shielded.VpnOneCountry),
        new("consumer VPN, hopping", 60, Shielded.VpnHopping),
        new("private relay", 80, Shielded.Relay),
        new("Tor", 20, Shielded.Tor),
        new("send as (cloud mail service)", 120, Services.SendAs),
        new("shared mailbox", 60, Services.SharedMailbox),
        new("monitoring in several regions", 20, Services.Monitoring),
        new("rented server of its own", 60, Services.OwnServer),
        new("scanner or printer", 80, Services.Scanner),
        new("newsletter, clean list", 60, Bulk.Newsletter),
        new("newsletter, old list", 30, Bulk.OldList),
        new("newsletter sent abroad", 15, Bulk.NewsletterAbroad),
        new("newsletter weekly from a rented server", 60, Bulk.NewsletterFromServer),
        new("autoresponder", 40, Bulk.Autoresponder),
        new("forwarder", 40, Bulk.Forwarder),
        new("office with 100 recipients a day", 60, Bulk.BusyOffice),
        new("New Year's greetings", 60, Bulk.Greetings),
        new("greetings from the parents' house", 30, Bulk.GreetingsElsewhere),
        new("begins with a VPN", 20, Shielded.BeginsWithVpn),
        new("begins with a private relay", 20, Shielded.BeginsWithRelay),
        new("behind a carrier's few addresses", 300, Crowds.Carrier),
        new("new at that carrier", 30, Crowds.NewAtCarrier),
        new("that carrier's new address", 60, Crowds.NewCarrierAddress),
        new("behind a VPN's few exits", 150, Crowds.VpnExit),
        new("new at that VPN", 30, Crowds.NewAtVpnExit),
        new("office of a hundred, one address", 100, Crowds.Office),
        new("new at that office", 20, Crowds.NewAtOffice),
        new("conference, one address", 40, Crowds.Conference),
    ];
}
