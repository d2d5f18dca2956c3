using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Familiarity;

/// <summary>An account at home and at the office every day, and what is strange to it.</summary>
internal static class Uses
{
    public const int Home = 64500;
    public const int Office = 64501;

    public static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly Detector Only = Rules.Of(nets => Rules.AllOffBut(nets, nameof(nets.Familiarity), nameof(nets.Outcomes)));

    public static IEnumerable<LocatedEvent> Life(int days, int from = 0) =>
        Enumerable.Range(from, days).SelectMany(day => Use(day, Home, 4).Concat(Use(day, Office, 4)));

    public static IEnumerable<LocatedEvent> Use(int day, int system, int minutes) => Enumerable.Range(0, minutes).Select(n => At(day, 480 + 3 * n, system));

    public static IEnumerable<LocatedEvent> Strange(int day, int networks, int minutesEach, int from = 64600) =>
        Enumerable.Range(0, networks).SelectMany(n => Enumerable.Range(0, minutesEach).Select(i => At(day, 600 + 7 * i + n, from + n)));

    public static LocatedEvent At(int day, int minute, int system, string address = "192.0.2.1") =>
        new(new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse(address), true, 0), Place.Of("JP"), new EventPosition(0, 1440 * day + minute, Trace.Noon), 0, system);

    public static LocatedEvent[] Sorted(IEnumerable<LocatedEvent> events) => [.. events.OrderBy(e => e.Event.Time)];

    public static (AccountActivity Activity, Verdict Verdict, int) Feed(IEnumerable<LocatedEvent> events) => Trace.Feed(Sorted(events).Chunk(7), Only);
}
