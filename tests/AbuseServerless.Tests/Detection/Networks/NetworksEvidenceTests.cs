using System.ComponentModel.DataAnnotations;
using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Networks;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Networks;

/// <summary>Which unfamiliar networks are remembered, and for how long.</summary>
public sealed class NetworksEvidenceTests
{
    private const int Home = 64500;

    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Detector Recorded = Rules.Of(nets => Rules.AllOffBut(nets, NetworksNet.Name));

    [Fact]
    public void A_network_that_is_used_in_both_ways_within_a_window_is_one()
    {
        // Two systems in both ways, one of them hours apart; a third one watch-only, and a fourth one not.
        var evidence = Feed(At(10, 60, 64600), Watched(At(10, 66, 64600)), At(10, 67, 64601), Watched(At(10, 600, 64601)), Watched(At(10, 602, 64602)), At(10, 603, 64603)).Of(NetworksEvidence.Kind);
        Assert.Equal((4, 3), (OfDays(evidence, 0, 1, true), OfDays(evidence, 0, 1, false)));
        Assert.Equal((3, 1), (OfSlots(evidence, 0, 1, true), OfSlots(evidence, 0, 1, false)));
        Assert.Equal((2, 2), (OfSlots(evidence, 36, 1, true), OfSlots(evidence, 36, 1, false)));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    public void Watch_only_use_on_another_day_does_not_make_a_network_two_in_a_week(int other, int onTheLastTwo)
    {
        var evidence = Feed(At(other, 600, 64600), Watched(At(11, 600, 64600)), Watched(At(11, 601, 64601))).Of(NetworksEvidence.Kind);
        Assert.Equal((2, 1), (OfDays(evidence, 0, 7, true), OfDays(evidence, 0, 7, false)));
        Assert.Equal((2, 0), (OfDays(evidence, 0, 1, true), OfDays(evidence, 0, 1, false)));
        Assert.Equal((2, onTheLastTwo), (OfDays(evidence, 0, 2, true), OfDays(evidence, 0, 2, false)));
    }

    [Theory]
    [InlineData(39, 1)]
    [InlineData(40, 0)]
    public void A_slot_is_remembered_for_ten_hours(int slots, int counted)
    {
        var evidence = Feed(At(10, 0, 64600), At(10, 15 * slots, Home)).Of(NetworksEvidence.Kind);
        Assert.Equal(counted, OfSlots(evidence, 36, 4, false));
        Assert.Equal(1, OfDays(evidence, 0, 1, false));
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(9, 0)]
    public void A_day_is_remembered_for_eight_more(int days, int counted)
    {
        var evidence = Feed(At(10, 0, 64600), At(10 + days, 0, Home)).Of(NetworksEvidence.Kind);
        Assert.Equal(counted, OfDays(evidence, 2, 7, false));
        Assert.Equal(counted == 0, evidence.IsEmpty);
    }

    [Fact]
    public void Of_more_networks_than_are_kept_those_of_the_smallest_numbers_are_in_any_order()
    {
        LocatedEvent[] events = [.. Enumerable.Range(0, 40).Select(n => At(10, n % 15, 64600 + n, $"10.0.{n}.1", n)), .. Enumerable.Range(0, 40).Select(n => At(10, 60 + n % 15, 64700 - n, $"10.1.{n}.1", 100 + n))];
        var evidence = Feed(events).Of(NetworksEvidence.Kind);
        Assert.Equal((16, 16, 32), (OfSlots(evidence, 0, 1, false), OfSlots(evidence, 4, 1, false), OfDays(evidence, 0, 1, false)));

        foreach (var seed in Enumerable.Range(0, 5))
        {
            new Random(seed).Shuffle(events);
            Assert.Equal(Bytes(evidence), Bytes(FeedOneByOne(events).Of(NetworksEvidence.Kind)));
        }
    }

    [Fact]
    public void What_is_known_already_or_not_let_in_changes_nothing()
    {
        var full = Feed([.. Enumerable.Range(0, 40).Select(n => At(10, 600, 64600 + n, "10.0.0.1", n))]);
        Assert.Equal((false, false, true), (Changes(64600), Changes(64650), Changes(64599)));
        Assert.False(full.Of(NetworksEvidence.Kind).Record(new Sighting(Midnight.AddDays(10).AddMinutes(601), Place.Of("JP"), IPAddress.Parse("10.0.0.1"), 0, 64500), 0, isNew: true));

        bool Changes(int system)
        {
            var evidence = full.Of(NetworksEvidence.Kind);
            var before = Bytes(evidence);
            var changed = evidence.Record(new Sighting(Midnight.AddDays(10).AddMinutes(601), Place.Of("JP"), IPAddress.Parse("10.0.0.1"), 0, system) { IsUnfamiliar = true }, 0, isNew: true);
            Assert.Equal(changed, before != Bytes(evidence));
            return changed;
        }
    }

    [Fact]
    public void Each_threshold_may_be_as_high_as_what_is_kept_and_no_higher()
    {
        foreach (var of in new[] { "Systems", "Prefixes", "Subnets" })
        {
            foreach (var (within, most) in new[] { ("Hour", 16), ("Day", 32), ("Week", 32) })
            {
                foreach (var name in new[] { "Watch", "Suspend" })
                {
                    var options = new NetworksOptions();
                    var networks = typeof(NetworksOptions).GetProperty(of)!.GetValue(options)!;
                    var limits = (Limits)networks.GetType().GetProperty(within)!.GetValue(networks)!;
                    typeof(Limits).GetProperty(name)!.SetValue(limits, Threshold.At(most));
                    Assert.Empty(options.Validate(new ValidationContext(options)));
                    typeof(Limits).GetProperty(name)!.SetValue(limits, Threshold.At(most + 1));
                    var failure = Assert.Single(options.Validate(new ValidationContext(options)));
                    Assert.Equal($"Nets:Networks:{of}:{within}:{name} is {most + 1}; it must be 1 to {most}, or off.", failure.ErrorMessage);
                    Assert.Equal([of], failure.MemberNames);
                }
            }
        }
    }

    private static int OfDays(NetworksEvidence evidence, int last, int days, bool watchOnly) => evidence.CountOfDays(NetworksEvidence.Level.System, last, days, watchOnly);

    private static int OfSlots(NetworksEvidence evidence, int endAge, int slots, bool watchOnly) => evidence.CountOfSlots(NetworksEvidence.Level.System, endAge, slots, watchOnly);

    private static string Bytes(NetworksEvidence evidence) => Trace.Bytes(evidence, default);

    private static LocatedEvent Watched(LocatedEvent e) => e with { Place = e.Place.AsWatchOnly() };

    private static LocatedEvent At(int day, int minute, int system, string address = "192.0.2.1", int number = 0) =>
        new(new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse(address), true, 0), Place.Of("JP"), new EventPosition(0, (1440 * day) + minute + (100_000 * number), Trace.Noon), 0, system);

    private static IEnumerable<LocatedEvent> Life() => Enumerable.Range(0, 10).Select(day => At(day, 480, Home));

    private static AccountActivity Feed(params LocatedEvent[] events)
    {
        var activity = new AccountActivity();
        ActivityUpdate.Apply(activity, [.. Life(), .. events.OrderBy(e => e.Event.Time)], Recorded);
        return activity;
    }

    private static AccountActivity FeedOneByOne(LocatedEvent[] events)
    {
        var activity = Feed();
        foreach (var one in events)
        {
            ActivityUpdate.Apply(activity, [one], Recorded);
        }

        return activity;
    }
}
