using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Suspensions;
using AbuseServerless.Tests.Detection;
using AbuseServerless.Tests.Detection.Account;
using AbuseServerless.Thresholds.Trials;
using CsCheck;

namespace AbuseServerless.Tests.Thresholds.Trials;

public sealed class LogTrialTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly World World = new();
    private static readonly Systems Asn = new();
    private static readonly Dictionary<AccountName, Judgement> Unmarked = [];

    // Some accounts over twelve days in the order of time, at home for the first of them.
    private static readonly Gen<AuthEvent[]> Logs = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 12 * 24 * 3600], Gen.Int[0, 12], Gen.Int[0, 40], Gen.Bool,
            (account, second, country, recipients, failed) => Login($"u{account}", Start.AddSeconds(second), World.Address(second < 9 * 24 * 3600 ? account : country), !failed || country > 2, recipients))
        .Array[1, 120]
        .Select(all => all.OrderBy(login => login.Time).ToArray());

    // Without the net that judges several accounts together, a worker can be asked about each account alone.
    private static readonly RuleTrial[] EveryNet =
    [
        Alone("defaults", _ => { }),
        Alone("countries", nets => (nets.Countries.OnlyUnfamiliar, nets.Countries.Suspend, nets.Countries.Watch) = (false, Threshold.At(3), Threshold.At(2))),
        Alone("familiarity", nets => (nets.Familiarity.Suspend, nets.Familiarity.SuspendMinutes, nets.Familiarity.WatchMinutes) = (Threshold.At(1), 2, 1)),
        Alone("networks", nets => nets.Networks.Systems.Day.Suspend = Threshold.At(2)),
        Alone("volume", nets => (nets.Volume.MessagesPerDay.Suspend, nets.Volume.TimesUsual) = (Threshold.At(2), 1)),
        Alone("rate", nets => nets.Rate.RecipientsPerHour.Suspend = Threshold.At(30)),
    ];

    [Fact]
    public void Every_trial_suspends_and_watches_the_accounts_that_a_worker_with_its_settings_does()
    {
        var suspended = new int[EveryNet.Length];
        Logs.Sample(events =>
        {
            var study = Try(events, EveryNet).ToStudy(Unmarked);
            foreach (var (trial, outcome) in EveryNet.Zip(study.Outcomes))
            {
                var verdicts = events.Where(login => login.Success).GroupBy(login => login.Account)
                    .Select(account => Trace.Feed(account.Select((login, i) => new[] { new LocatedEvent(login, World.Locate(login.Address), new EventPosition(0, i, login.Time), 0, Asn.Find(login.Address) ?? 0) }), trial.Detector).Verdict)
                    .ToList();
                Assert.Equal(
                    (trial.Name, verdicts.Count(verdict => verdict == Verdict.Suspend), verdicts.Count(verdict => verdict == Verdict.Watch)), (outcome.Name, outcome.Suspended, outcome.Watched));
                Interlocked.Add(ref suspended[Array.IndexOf(EveryNet, trial)], outcome.Suspended);
            }
        }, iter: 60);

        // Each of the settings that were made narrow suspends somebody.
        Assert.DoesNotContain(0, suspended[1..]);
    }

    [Fact]
    public void What_no_other_does_better_is_on_the_front_and_what_harms_nobody_is_recommended()
    {
        AuthEvent[] events =
        [
            .. Enumerable.Range(0, 5).Select(country => Login("traveller", Start.AddMinutes(country), World.Address(country))),
            .. Enumerable.Range(0, 7).Select(country => Login("botnet", Start.AddMinutes(10 + country), World.Address(country))),
            .. Enumerable.Range(0, 3).Select(country => Login("small", Start.AddMinutes(30 + country), World.Address(country))),
            .. Enumerable.Range(0, 9).Select(calm => Login($"calm{calm}", Start.AddMinutes(40), World.Address(0))),
        ];
        var judgements = Enumerable.Range(0, 9).Select(calm => $"calm{calm}").Append("traveller").ToDictionary(AccountName.Parse, _ => Judgement.FalsePositive);
        (judgements[AccountName.Parse("botnet")], judgements[AccountName.Parse("small")]) = (Judgement.Abuse, Judgement.Abuse);

        var study = Try(events, [.. new[] { 2, 3, 4, 6, 7, 8 }.Select(Countries)]).ToStudy(judgements);

        Assert.Equal((12, 10, 2), (study.Accounts, study.Good, study.Abuse));
        Assert.Equal(
            [
                // 4 catches one and one good account with it, which 6 spares. The botnet reached two countries with its second login, three with its third.
                new TrialOutcome("2", 3, 0, 1, 2, 0, true, false), new TrialOutcome("3", 3, 0, 1, 2, 1, true, false), new TrialOutcome("4", 2, 0, 1, 1, 2, false, false),
                new TrialOutcome("6", 1, 0, 0, 1, 4, true, true), new TrialOutcome("7", 1, 0, 0, 1, 5, true, false), new TrialOutcome("8", 0, 0, 0, 0, null, false, false),
            ],
            study.Outcomes);

        // Where all settings harm somebody, none is recommended.
        Assert.DoesNotContain(Try(events, [Countries(2), Countries(3)]).ToStudy(judgements).Outcomes, outcome => outcome.Recommended);

        judgements.Remove(AccountName.Parse("calm0"));
        Assert.DoesNotContain(Try(events, [Countries(6)]).ToStudy(judgements).Outcomes, outcome => outcome.Recommended);
    }

    [Fact]
    public void Deliveries_are_judged_by_the_net_of_outcomes_and_exemptions_are_honoured()
    {
        var trial = new LogTrial(
            [Trial("defaults", _ => { })], World, Asn, new ExemptionSet([Exemption.Of(ExemptionKind.Account, "forwarder", "ops", "x", Start)], World));
        foreach (var account in new[] { "spammer", "forwarder" })
        {
            trial.Add(Login(account, Start, World.Address(0)));
            for (var i = 0; i < 500; i++)
            {
                trial.Add(new DeliveryEvent(Start.AddSeconds(i), $"{i}", "gmail.com", DeliveryStatus.Bounced) { Account = AccountName.Parse(account), Dsn = "5.1.1", Reply = "550 5.1.1 user unknown" });
            }
        }

        trial.Add(new DeliveryEvent(Start, "x", "gmail.com", DeliveryStatus.Sent));
        trial.Add(new DeliveryEvent(Start, "y", "gmail.com", DeliveryStatus.Bounced) { Account = AccountName.Parse("nobody"), Dsn = "5.1.1", Reply = "550 5.1.1 user unknown" });

        Assert.Equal((2L, 1001L, 2), (trial.Logins, trial.Deliveries, trial.ToStudy(Unmarked).Accounts));
        Assert.Equal(1, trial.ToStudy(Unmarked).Outcomes.Sum(outcome => outcome.Suspended + outcome.Watched));
    }

    [Theory]
    [InlineData(31, 0)]
    [InlineData(33, 1)]
    public void Logins_that_come_more_than_32_hours_after_a_later_one_of_their_account_are_told_of(int hours, int tooLate) =>
        Assert.Equal(tooLate, Try([Login("a", Start.AddHours(hours), World.Address(0)), Login("b", Start, World.Address(0)), Login("a", Start, World.Address(0))], [Countries(3)]).TooLate);

    [Fact]
    public void Each_net_is_tried_left_out_and_alone()
    {
        var settings = Rules.Settings(nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Countries), nameof(nets.Addresses));
            (nets.Countries.OnlyUnfamiliar, nets.Countries.Suspend) = (false, Threshold.At(3));
        });
        AuthEvent[] events = [.. Enumerable.Range(0, 4).Select(country => Login("a", Start.AddMinutes(country), World.Address(country)))];
        Assert.Equal(
            [("*", 1), ("-Countries", 0), ("-Addresses", 1), ("+Countries", 1), ("+Addresses", 0)],
            Try(events, NetTrials.Of(settings, World)).ToStudy(Unmarked).Outcomes.Select(outcome => (outcome.Name, outcome.Suspended)));
    }

    [Fact]
    public void Accounts_that_share_a_strange_address_are_watched_by_the_thresholds_of_each_trial()
    {
        string[] accounts = ["a0", "a1", "a2", "a3", "a4"];
        AuthEvent[] events =
        [
            .. from day in Enumerable.Range(0, 10) from account in accounts.Index() select Login(account.Item, Start.AddDays(day).AddHours(12), World.Address(account.Index)),
            .. accounts.Select((account, i) => Login(account, Start.AddDays(10).AddMinutes(i), World.Address(9))),
        ];

        var study = Try(events, [.. new[] { 3, 5, 6 }.Select(watch => Shared($"{watch}", nets => nets.SharedOrigins.Watch = Threshold.At(watch))), Shared("suspend", nets => nets.SharedOrigins.Suspend = Threshold.At(5))]).ToStudy(Unmarked);

        Assert.Equal([("3", 5, 0), ("5", 5, 0), ("6", 0, 0), ("suspend", 0, 5)], study.Outcomes.Select(outcome => (outcome.Name, outcome.Watched, outcome.Suspended)));
    }

    [Fact]
    public void An_account_is_watched_at_the_address_of_one_that_was_found_to_be_abused()
    {
        string[] accounts = ["abused", "other"];
        AuthEvent[] events =
        [
            .. from day in Enumerable.Range(0, 10) from account in accounts.Index() select Login(account.Item, Start.AddDays(day).AddHours(12), World.Address(account.Index)),
            Login("abused", Start.AddDays(10).AddMinutes(1), World.Address(8)),
            Login("abused", Start.AddDays(10).AddMinutes(2), World.Address(9)),
            Login("other", Start.AddDays(10).AddMinutes(3), World.Address(9)),
        ];

        RuleTrial Abused(string name, Threshold afterAbuse) => Trial(name, nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Countries), nameof(nets.SharedOrigins));
            (nets.Countries.OnlyUnfamiliar, nets.Countries.Suspend, nets.Countries.Watch) = (false, Threshold.At(3), Threshold.Off);
            nets.SharedOrigins.AfterAbuse = afterAbuse;
        });

        var study = Try(events, [Abused("two", Threshold.At(2)), Abused("off", Threshold.Off)]).ToStudy(Unmarked);

        Assert.Equal([("two", 1, 1), ("off", 0, 1)], study.Outcomes.Select(outcome => (outcome.Name, outcome.Watched, outcome.Suspended)));
    }

    private static RuleTrial Countries(int suspend) => Trial(
        $"{suspend}",
        nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Countries));
            (nets.Countries.OnlyUnfamiliar, nets.Countries.Suspend, nets.Countries.Watch) = (false, Threshold.At(suspend), Threshold.Off);
        });

    private static RuleTrial Shared(string name, Action<NetsOptions> configure) => Trial(
        name,
        nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.SharedOrigins));
            configure(nets);
        });

    private static RuleTrial Alone(string name, Action<NetsOptions> configure) => Trial(
        name,
        nets =>
        {
            nets.SharedOrigins.Watch = Threshold.Off;
            configure(nets);
        });

    private static RuleTrial Trial(string name, Action<NetsOptions> configure) => new(name, Rules.Settings(configure), World);

    private static LogTrial Try(IEnumerable<AuthEvent> events, IReadOnlyList<RuleTrial> trials)
    {
        var trial = new LogTrial(trials, World, Asn, new ExemptionSet([], World));
        foreach (var login in events)
        {
            trial.Add(login);
        }

        return trial;
    }

    private static AuthEvent Login(string account, DateTimeOffset time, string address, bool success = true, int recipients = 0) =>
        new(time, AccountName.Parse(account), IPAddress.Parse(address), success, recipients);

    /// <summary>One autonomous system a country.</summary>
    private sealed class Systems : IAsnLookup
    {
        public long? Find(IPAddress address) => 64500 + address.GetAddressBytes()[3];
    }
}
