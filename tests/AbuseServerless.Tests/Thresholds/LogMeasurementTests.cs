using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.Ingestion;
using AbuseServerless.Suspensions;
using AbuseServerless.Tests.Detection;
using AbuseServerless.Tests.Detection.Account;
using AbuseServerless.Thresholds;
using CsCheck;

namespace AbuseServerless.Tests.Thresholds;

public sealed class LogMeasurementTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly World World = new();
    private static readonly ThresholdGrid Grid = new(Enumerable.Range(1, 12), [TimeSpan.FromMinutes(15), TimeSpan.FromHours(4), TimeSpan.FromHours(24)]);
    private static readonly Dictionary<AccountName, Judgement> Unmarked = [];

    // Some accounts over six days, each event up to eight hours late. Countries come in bursts, so that windows differ.
    private static readonly Gen<AuthEvent[]> Logs = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20], Gen.Int[0, 7 * 60 * 60], Gen.Int[0, 12], Gen.Int[0, 8 * 60 * 60], Gen.Bool,
            (account, burst, second, country, delay, failed) => (Event: Event($"u{account}", Start.AddHours(7 * burst).AddSeconds(second), World.Address(country), !failed || country % 3 > 0), delay))
        .Array[1, 150]
        .Select(all => all.OrderBy(item => item.Event.Time.AddSeconds(item.delay)).Select(item => item.Event).ToArray());

    [Fact]
    public void Every_threshold_counts_the_accounts_that_a_count_from_the_definition_does() => Logs.Sample(
        events =>
        {
            var study = Measure(events).ToStudy(Unmarked);
            foreach (var outcome in study.Outcomes)
            {
                Assert.Equal(Oracle(events, (long)(outcome.Window / TimeSpan.FromMinutes(15)), outcome.Threshold), outcome.Suspended);
            }
        });

    [Fact]
    public void Every_threshold_counts_the_accounts_that_the_net_suspends_at_it() => Gen.Select(Logs, Gen.Int[2, 8]).Sample(
        (events, threshold) =>
        {
            var study = Measure(events).ToStudy(Unmarked);
            foreach (var window in Grid.Windows)
            {
                var rules = Rules.Of(nets => (nets.Countries.OnlyUnfamiliar, nets.Countries.Window, nets.Countries.Suspend, nets.Countries.Watch, nets.Travel.Watch) = (false, window, Threshold.At(threshold), Threshold.Off, Threshold.Off));
                var suspended = events.Where(e => e.Success).GroupBy(e => e.Account).Count(account =>
                    Trace.Feed(account.Select(e => new[] { new LocatedEvent(e, World.Locate(e.Address), default, 0) }), rules).Verdict == Verdict.Suspend);
                Assert.Equal(suspended, study.Outcomes.Single(outcome => outcome.Window == window && outcome.Threshold == threshold).Suspended);
            }
        });

    [Fact]
    public void What_happened_long_ago_is_still_the_most()
    {
        AuthEvent[] events =
        [
            .. Enumerable.Range(0, 5).Select(country => Event("a", Start.AddMinutes(country), World.Address(country))),
            .. Enumerable.Range(0, 1_000).Select(day => Event("a", Start.AddDays(day + 2), World.Address(day % 2))),
        ];

        Assert.Equal([1, 1, 1], Counts(Measure(events), threshold: 5));
        Assert.Equal([0, 0, 0], Counts(Measure(events), threshold: 6));
    }

    [Fact]
    public void Events_that_are_more_than_eight_hours_late_are_told_of()
    {
        AuthEvent[] events = [Event("a", Start.AddHours(39), World.Address(0)), Event("a", Start.AddHours(40), World.Address(0)), Event("a", Start.AddHours(32), World.Address(1)), Event("a", Start.AddHours(31), World.Address(2)), Event("a", Start, World.Address(3))];

        var measurement = Measure(events);

        Assert.Equal((5, 2), (measurement.Events, measurement.Late));
        Assert.Equal([0, 0, 1], Counts(measurement, threshold: 3));
        Assert.Equal([0, 0, 0], Counts(measurement, threshold: 4));
    }

    [Fact]
    public void What_is_exempted_or_watch_only_or_of_no_country_does_not_count()
    {
        Exemption[] exemptions =
        [
            Exempt(ExemptionKind.Account, "good"), Exempt(ExemptionKind.Country, World.Codes[1]), Exempt(ExemptionKind.Network, World.Address(2)) with { WatchOnly = true },
            Exempt(ExemptionKind.Network, World.Address(3)) with { Until = Start },
        ];
        AuthEvent[] events =
        [
            .. Enumerable.Range(0, 9).Select(country => Event("good", Start, World.Address(country))),
            .. Enumerable.Range(0, 4).Select(country => Event("a", Start, World.Address(country))), Event("a", Start, "10.0.0.1"),
        ];

        var measurement = Measure(events, exemptions);

        Assert.Equal([1, 1, 1], Counts(measurement, threshold: 2));
        Assert.Equal([0, 0, 0], Counts(measurement, threshold: 3));
        Assert.Equal(2, measurement.ToStudy(Unmarked).Accounts);
    }

    [Fact]
    public void The_smallest_threshold_that_spares_the_good_is_recommended_in_each_window()
    {
        AuthEvent[] events =
        [
            .. Enumerable.Range(0, 6).Select(country => Event("traveller", Start.AddHours(3 * country), World.Address(country))),
            .. Enumerable.Range(0, 10).Select(country => Event("bot", Start.AddMinutes(country), World.Address(country))),
            .. Enumerable.Range(0, 9).Select(calm => Event($"calm{calm}", Start, World.Address(0))),
        ];
        var judgements = Enumerable.Range(0, 9).ToDictionary(calm => AccountName.Parse($"calm{calm}"), _ => Judgement.FalsePositive);
        judgements[AccountName.Parse("traveller")] = Judgement.FalsePositive;
        judgements[AccountName.Parse("bot")] = Judgement.Abuse;

        var study = Measure(events).ToStudy(judgements);

        Assert.Equal((11, 10, 1), (study.Accounts, study.Good, study.Abuse));
        Assert.Equal([2, 3, 7], study.Outcomes.Where(outcome => outcome.Recommended).Select(outcome => outcome.Threshold));
        Assert.All(study.Outcomes.Where(outcome => outcome.Recommended), outcome => Assert.Equal((1, 0, 1, 0), (outcome.Suspended, outcome.Good, outcome.Abuse, outcome.Uncertain)));
    }

    private static LogMeasurement Measure(IEnumerable<AuthEvent> events, params Exemption[] exemptions)
    {
        var measurement = new LogMeasurement(Grid, World, new ExemptionSet(exemptions, World));
        foreach (var one in events)
        {
            measurement.Add(one);
        }

        return measurement;
    }

    private static int[] Counts(LogMeasurement measurement, int threshold) =>
        [.. measurement.ToStudy(Unmarked).Outcomes.Where(outcome => outcome.Threshold == threshold).Select(outcome => outcome.Suspended)];

    private static int Oracle(IEnumerable<AuthEvent> events, long slots, int threshold) => events
        .Where(e => e.Success && e.Address.GetAddressBytes()[3] < World.Codes.Length)
        .Select(e => (e.Account, Slot: e.Time.ToUnixTimeSeconds() / 900, Country: e.Address.GetAddressBytes()[3]))
        .GroupBy(e => e.Account)
        .Count(account => account.Any(end => account.Where(e => e.Slot <= end.Slot && e.Slot > end.Slot - slots).Select(e => e.Country).Distinct().Count() >= threshold));

    private static AuthEvent Event(string account, DateTimeOffset time, string address, bool success = true) => new(time, AccountName.Parse(account), IPAddress.Parse(address), success, 0);

    private static Exemption Exempt(ExemptionKind kind, string value) => Exemption.Of(kind, value, "ops", "x", Start);
}
