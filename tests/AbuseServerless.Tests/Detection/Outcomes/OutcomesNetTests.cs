using System.Net;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Time;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Outcomes;

/// <summary>Refused mail, held against all the account's mail, its own past and where it was used from.</summary>
public sealed class OutcomesNetTests
{
    private const int Home = 64500;
    private const int Strange = 64600;

    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Detector Only = Rules.Of(nets => Rules.AllOffBut(nets, nameof(nets.Outcomes)));

    [Theory]
    [InlineData(5, 0, Verdict.None)]
    [InlineData(6, 0, Verdict.Suspend)]
    [InlineData(3, 3, Verdict.Suspend)]
    public void Six_refusals_of_a_day_suspend_where_the_account_was_used_from_elsewhere(int unknown, int unwanted, Verdict expected) =>
        Assert.Equal(expected, Feed(Stolen(), [.. Refused(10, unknown, OutcomeKind.Unknown), .. Refused(10, unwanted, OutcomeKind.Unwanted, 500)]).Reached);

    [Theory]
    [InlineData(11, Verdict.None)]
    [InlineData(12, Verdict.Watch)]
    [InlineData(60, Verdict.Watch)]
    public void At_home_it_takes_twelve_to_be_watched_and_none_suspend(int unknown, Verdict expected) =>
        Assert.Equal(expected, Feed(Life(11), Refused(10, unknown, OutcomeKind.Unknown)).Reached);

    [Theory]
    [InlineData(11, Verdict.Suspend)]
    [InlineData(12, Verdict.None)]
    public void A_share_of_six_in_a_hundred_is_needed(int accepted, Verdict expected) =>
        Assert.Equal(expected, Feed(Stolen(), [.. Accepted(10, accepted), .. Refused(10, 6, OutcomeKind.Unknown)]).Reached);

    [Theory]
    [InlineData(9, Verdict.None)]
    [InlineData(10, Verdict.Suspend)]
    public void Ten_minutes_of_use_from_elsewhere_are_needed(int minutes, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(10), .. Use(10, Strange, minutes)], Refused(10, 6, OutcomeKind.Unknown)).Reached);

    [Fact]
    public void An_account_that_is_not_known_yet_lives_nowhere_and_is_not_suspended() =>
        Assert.Equal(Verdict.None, Feed([.. Life(3), .. Use(3, Strange, 20)], Refused(3, 10, OutcomeKind.Unknown)).Reached);

    [Theory]
    [InlineData(9, Verdict.None)]
    [InlineData(10, Verdict.Suspend)]
    public void Twice_the_worst_of_its_own_days_is_needed(int unknown, Verdict expected) =>
        Assert.Equal(expected, Feed(Stolen(), [.. Refused(3, 5, OutcomeKind.Unknown), .. Refused(7, 2, OutcomeKind.Unknown), .. Refused(10, unknown, OutcomeKind.Unknown)]).Reached);

    [Theory]
    [InlineData(19, 12, Verdict.Watch)]
    [InlineData(20, 18, Verdict.Suspend)]
    [InlineData(20, 19, Verdict.Watch)]
    public void Twenty_refusals_of_twelve_in_a_hundred_suspend_for_a_minute_elsewhere(int refused, int accepted, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(11), .. Use(10, Strange, 1)], [.. Accepted(10, accepted), .. Refused(10, refused, OutcomeKind.Unknown)]).Reached);

    [Theory]
    [InlineData(19, Verdict.Watch)]
    [InlineData(20, Verdict.Suspend)]
    public void Twenty_refusals_suspend_a_new_account(int refused, Verdict expected) =>
        Assert.Equal(expected, Feed(Life(4), [.. Accepted(3, 12), .. Refused(3, refused, OutcomeKind.Unwanted)]).Reached);

    [Theory]
    [InlineData(11, 0, 0, Verdict.None)]
    [InlineData(12, 0, 4, Verdict.Suspend)]
    [InlineData(12, 0, 5, Verdict.Watch)]
    [InlineData(12, 2, 4, Verdict.Suspend)]
    [InlineData(11, 3, 4, Verdict.Watch)]
    [InlineData(0, 19, 0, Verdict.Watch)]
    public void Twelve_unknown_recipients_suspend_a_new_account_where_they_are_a_quarter(int unknown, int unwanted, int accepted, Verdict expected) => Assert.Equal(
        expected, Feed(Life(4), [.. Accepted(3, accepted), .. Refused(3, unwanted, OutcomeKind.Unwanted, 500), .. Refused(3, unknown, OutcomeKind.Unknown)]).Reached);

    [Theory]
    [InlineData(10, Verdict.Suspend)]
    [InlineData(9, Verdict.Watch)]
    public void A_quarter_suspends_a_known_account_only_on_a_day_of_use_from_elsewhere(int day, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(11), .. Use(day, Strange, 1)], Refused(10, 12, OutcomeKind.Unknown)).Reached);

    [Theory]
    [InlineData(21, Verdict.None)]
    [InlineData(22, Verdict.Suspend)]
    public void Twice_the_worst_of_its_own_days_is_needed_of_a_new_account_too(int refused, Verdict expected) =>
        Assert.Equal(expected, Feed(Life(4), [.. Refused(2, 11, OutcomeKind.Unknown), .. Accepted(2, 12), .. Refused(3, refused, OutcomeKind.Unknown)]).Reached);

    [Theory]
    [InlineData(5, 0, 9, Verdict.None)]
    [InlineData(5, 0, 10, Verdict.Suspend)]
    [InlineData(6, 5, 10, Verdict.Suspend)]
    [InlineData(6, 6, 11, Verdict.None)]
    public void A_day_of_six_refusals_of_twelve_in_a_hundred_is_not_usual(int refused, int accepted, int then, Verdict expected) => Assert.Equal(
        expected, Feed(Stolen(), [.. Refused(9, refused, OutcomeKind.Unwanted), .. Accepted(9, accepted), .. Refused(10, then, OutcomeKind.Unwanted)]).Reached);

    [Theory]
    [InlineData(12, Verdict.Suspend)]
    [InlineData(13, Verdict.None)]
    public void A_day_that_only_watching_reaches_is_not_usual_either(int watch, Verdict expected)
    {
        var detector = Rules.Of(nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Outcomes));
            (nets.Outcomes.Watch, nets.Outcomes.Suspend) = (Threshold.At(watch), Threshold.At(20));
        });
        Assert.Equal(expected, Feed(Stolen(), [.. Refused(9, 12, OutcomeKind.Unwanted), .. Refused(10, 20, OutcomeKind.Unwanted)], detector).Reached);
    }

    [Theory]
    [InlineData(true, Verdict.Suspend)]
    [InlineData(false, Verdict.Watch)]
    public void A_machine_that_a_few_quiet_logins_made_familiar_is_elsewhere_until_it_is_established(bool volume, Verdict expected)
    {
        var detector = Rules.Of(nets => Rules.AllOffBut(nets, nameof(nets.Outcomes), volume ? nameof(nets.Volume) : ""));
        Assert.Equal(expected, Feed([.. Life(11), .. Use(4, Strange, 1), .. Use(5, Strange, 1), .. Use(10, Strange, 3)], Refused(10, 20, OutcomeKind.Unknown), detector).Reached);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Many_refusals_suspend_nobody_where_that_is_off_or_no_refusals_are_to_suspend(bool manyOff, bool suspendOff)
    {
        var detector = Rules.Of(nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Outcomes));
            (nets.Outcomes.Many, nets.Outcomes.Few) = manyOff ? (Threshold.Off, Threshold.Off) : (nets.Outcomes.Many, nets.Outcomes.Few);
            nets.Outcomes.Suspend = suspendOff ? Threshold.Off : nets.Outcomes.Suspend;
        });
        Assert.Equal(Verdict.Watch, Feed(Life(4), Refused(3, 60, OutcomeKind.Unknown), detector).Reached);
    }

    [Fact]
    public void The_decision_tells_that_the_account_is_new_or_was_used_from_elsewhere()
    {
        var activity = Feed(Life(4), [.. Accepted(3, 12), .. Refused(3, 19, OutcomeKind.Unknown)]);
        var decision = ActivityUpdate.Apply(activity, [Refused(3, 1, OutcomeKind.Unwanted, 500).Single()], Only).Decision!;
        Assert.Equal((Verdict.Suspend, 20, 20), (decision.Verdict, decision.Measured, decision.Threshold));
        Assert.Equal("20 of about 116 recipients of one day refused: 19 unknown, 1 as spam; a new account, or AUTH events from a network in which it is not established", decision.Summary);
    }

    [Fact]
    public void The_decision_tells_how_many_of_how_many_and_when()
    {
        var activity = Feed(Stolen(), [.. Accepted(10, 5), .. Refused(10, 4, OutcomeKind.Unknown), .. Refused(10, 1, OutcomeKind.Unwanted, 500)]);
        var decision = ActivityUpdate.Apply(activity, [Refused(10, 1, OutcomeKind.Unwanted, 600).Single()], Only).Decision!;

        Assert.Equal((OutcomesNet.Name, Verdict.Suspend, 6, 6), (decision.Net, decision.Verdict, decision.Measured, decision.Threshold));
        Assert.Equal("6 of about 46 recipients of one day refused: 4 unknown, 2 as spam; 10 minutes or more with AUTH events from unfamiliar networks", decision.Summary);
        Assert.Equal((Midnight.AddDays(10), Midnight.AddDays(10).AddHours(22.25)), (decision.WindowStart, decision.WindowEnd));
        Assert.Equal("JP", Assert.Single(decision.Countries).Country);
    }

    [Fact]
    public void Whichever_hub_is_behind_and_by_how_many_days_the_verdict_is_the_same()
    {
        var outcomes = Refused(10, 6, OutcomeKind.Unknown);
        LocatedEvent[] later = [.. Enumerable.Range(11, 8).SelectMany(day => Use(day, Home, 3))];
        LocatedOutcome[] laterOutcomes = [.. Enumerable.Range(11, 8).SelectMany(day => Accepted(day, 1))];

        var outcomesBehind = Feed([.. Stolen(), .. later], outcomes);
        Assert.Equal(Verdict.Suspend, outcomesBehind.Reached);

        var outcomesAhead = new AccountActivity();
        ActivityUpdate.Apply(outcomesAhead, [.. outcomes, .. laterOutcomes], Only);
        Assert.Equal(Verdict.None, outcomesAhead.Reached);
        ActivityUpdate.Apply(outcomesAhead, [.. Stolen()], Only);
        Assert.Equal(Verdict.Suspend, outcomesAhead.Reached);
    }

    [Fact]
    public void Where_the_account_lived_is_said_of_a_day_of_long_ago_as_it_was_said_then()
    {
        // Ten days later the strange network has become one in which the account lives.
        LocatedEvent[] moved = [.. Stolen(), .. Enumerable.Range(11, 10).SelectMany(day => Use(day, Strange, 5))];
        Assert.Equal(Verdict.Suspend, Feed(moved, Refused(10, 6, OutcomeKind.Unknown)).Reached);
        Assert.Equal(Verdict.None, Feed(moved, Refused(16, 6, OutcomeKind.Unknown)).Reached);
    }

    [Theory]
    [InlineData(DeliveryStatus.Bounced, ReplyClass.BadRecipient, OutcomeKind.Unknown)]
    [InlineData(DeliveryStatus.Bounced, ReplyClass.Content, OutcomeKind.Unwanted)]
    [InlineData(DeliveryStatus.Deferred, ReplyClass.BadRecipient, null)]
    [InlineData(DeliveryStatus.Expired, ReplyClass.BadRecipient, null)]
    [InlineData(DeliveryStatus.Bounced, ReplyClass.ReputationAddress, null)]
    [InlineData(DeliveryStatus.Bounced, ReplyClass.ReputationDomain, null)]
    [InlineData(DeliveryStatus.Bounced, ReplyClass.Unreachable, null)]
    [InlineData(DeliveryStatus.Bounced, ReplyClass.MailboxFull, null)]
    [InlineData(DeliveryStatus.Bounced, ReplyClass.Authentication, null)]
    [InlineData(DeliveryStatus.Bounced, ReplyClass.Other, null)]
    public void Only_final_refusals_that_the_account_can_help_count(DeliveryStatus status, ReplyClass reply, OutcomeKind? expected)
    {
        var delivery = new DeliveryEvent(Midnight, "4Lq", "example.com", status);
        Assert.Equal(expected, LocatedOutcome.Of(delivery with { Account = Trace.Alice }, reply, new EventPosition(0, 1, Midnight))?.Kind);
        Assert.Null(LocatedOutcome.Of(delivery, reply, new EventPosition(0, 1, Midnight)));
    }

    [Fact]
    public void Of_the_accepted_one_in_eight_counts_whatever_the_partition()
    {
        var delivery = new DeliveryEvent(Midnight, "4Lq", "example.com", DeliveryStatus.Sent) { Account = Trace.Alice };
        var counted = Enumerable.Range(0, 16_000).Count(n => LocatedOutcome.Of(delivery, ReplyClass.Other, new EventPosition(n % 4, n, Midnight.AddSeconds(n / 100))) is not null);
        Assert.InRange(counted, 1_850, 2_150);
    }

    [Fact]
    public void In_any_order_number_and_cut_within_two_days_the_evidence_is_the_same_and_merges_of_two_workers_lose_nothing() =>
        Gen.Select(Gen.Select(Gen.Int[0, 20], Gen.Int[0, 86_399], Gen.Int[0, 2]).Array[1, 150], Gen.Int).Sample((all, seed) =>
        {
            var random = new Random(seed);
            var trace = all.OrderBy(one => (one.Item1, one.Item2)).Select((one, i) => Outcome(one.Item1, one.Item2, (OutcomeKind)one.Item3, i)).ToArray();
            var disturbed = trace.Concat(trace.Where(_ => random.Next(3) == 0)).OrderBy(outcome => outcome.Time.AddHours(random.Next(47))).ToArray();

            // Two workers with the same row: each conflict has one of them read again and apply its batch anew.
            var state = ActivityEncoding.Encode(new AccountActivity());
            foreach (var batch in disturbed.Chunk(1 + random.Next(20)))
            {
                var stale = ActivityEncoding.Decode(state);
                ActivityUpdate.Apply(stale, [.. batch.OrderBy(outcome => outcome.Time)], Only);
                var fresh = ActivityEncoding.Decode(state);
                ActivityUpdate.Apply(fresh, [.. batch.OrderBy(outcome => outcome.Time)], Only);
                Assert.Equal(ActivityEncoding.Encode(stale), ActivityEncoding.Encode(fresh));
                state = ActivityEncoding.Encode(fresh);
            }

            var inOrder = new AccountActivity();
            ActivityUpdate.Apply(inOrder, trace, Only);
            Assert.Equal(Convert.ToHexString(ActivityEncoding.Encode(inOrder)), Convert.ToHexString(state));
        });

    [Fact]
    public void Of_a_long_list_a_fair_sample_is_kept_and_the_share_is_that_of_all()
    {
        var list = Enumerable.Range(0, 40_000).Select(n => LocatedOutcome.Of(
            new DeliveryEvent(Midnight.AddDays(10).AddSeconds(n), "4Lq", "example.com", n % 10 == 0 ? DeliveryStatus.Bounced : DeliveryStatus.Sent) { Account = Trace.Alice },
            ReplyClass.BadRecipient, new EventPosition(0, n, Midnight))).OfType<LocatedOutcome>().ToArray();
        var activity = new AccountActivity();
        ActivityUpdate.Apply(activity, list, Only);

        var day = Assert.Single(activity.Of(OutcomeEvidence.Kind).Days);
        Assert.Equal(64, day.Unknown + day.Accepted);
        Assert.InRange((double)day.Refused(Verdict.Suspend) / day.Recipients, 0.06, 0.16);
        Assert.InRange(ActivityEncoding.Encode(activity).Length, 64, 320);
    }

    [Fact]
    public void A_person_with_five_messages_a_day_costs_some_tens_of_bytes_and_the_busiest_account_under_a_kilobyte()
    {
        var calm = Feed(Life(20), [.. Enumerable.Range(0, 20).SelectMany(day => Accepted(day, 1)), .. Refused(12, 1, OutcomeKind.Unknown)]);
        var busy = Feed(Life(20), [.. Enumerable.Range(0, 20).SelectMany(day => Refused(day, 300, OutcomeKind.Unknown))]);
        var without = ActivityEncoding.Encode(Feed(Life(20), [])).Length;
        Assert.InRange(ActivityEncoding.Encode(calm).Length - without, 1, 60);
        Assert.InRange(ActivityEncoding.Encode(busy).Length - without, 200, 1_024);
    }

    [Fact]
    public void What_is_exempted_does_not_count_and_watch_only_accounts_are_watched_at_the_most()
    {
        var outcome = Refused(10, 1, OutcomeKind.Unknown).Single();
        var exemption = Exemption.Of(ExemptionKind.Account, Trace.Alice.Value, "op", "test", Midnight);
        Assert.Null(Set(exemption).Apply(outcome));
        Assert.Null(Set(exemption with { Until = outcome.Time.AddSeconds(1) }).Apply(outcome));
        Assert.False(Set(exemption with { Until = outcome.Time }).Apply(outcome)!.Value.IsWatchOnly);
        Assert.True(Set(exemption with { WatchOnly = true }).Apply(outcome)!.Value.IsWatchOnly);

        Assert.Equal(Verdict.Watch, Feed(Stolen(), [.. Refused(10, 40, OutcomeKind.Unknown).Select(one => one with { IsWatchOnly = true })]).Reached);

        static ExemptionSet Set(Exemption exemption) => new([exemption], new NoSystems());
    }

    [Fact]
    public void After_a_reset_mail_from_before_does_not_count()
    {
        var activity = Feed(Stolen(), Refused(10, 6, OutcomeKind.Unknown));
        var reset = Midnight.AddDays(10).AddHours(23);
        activity.Forget(reset);
        Assert.True(activity.IsEmpty);
        Assert.False(ActivityUpdate.Apply(activity, [.. Refused(10, 6, OutcomeKind.Unknown)], Only).Changed);
        Assert.True(ActivityUpdate.Apply(activity, [Outcome(11, 0, OutcomeKind.Unknown, 7_000)], Only).Changed);
    }

    [Fact]
    public void An_account_without_an_auth_is_remembered_and_not_judged()
    {
        var activity = Feed([], Refused(10, 60, OutcomeKind.Unknown));
        Assert.Equal((Verdict.None, false), (activity.Reached, activity.IsEmpty));
        Assert.Equal(Convert.ToHexString(ActivityEncoding.Encode(activity)), Convert.ToHexString(ActivityEncoding.Encode(ActivityEncoding.Decode(ActivityEncoding.Encode(activity)))));
    }

    [Theory]
    [InlineData(1, 0, 20, true)]
    [InlineData(1, 1, 20, true)]
    [InlineData(1, 3, 20, true)]
    [InlineData(1, 4, 20, false)]
    [InlineData(3, 4, 20, true)]
    [InlineData(3, 5, 20, false)]
    [InlineData(0, 0, 32, true)]
    [InlineData(0, 0, 33, false)]
    [InlineData(0, 3, 32, true)]
    [InlineData(0, 4, 32, false)]
    [InlineData(1, 0, 48, true)]
    [InlineData(1, 0, 49, false)]
    [InlineData(7, 0, 144, true)]
    [InlineData(7, 0, 145, false)]
    public void Mail_is_accepted_where_about_half_is_known_to_be_and_three_and_four_in_a_hundred_at_most_are_refused(int accepted, int refused, int messages, bool expected)
    {
        var evidence = Feed([], [.. Accepted(10, accepted), .. Refused(10, refused, OutcomeKind.Unknown), .. Accepted(9, 20)]).Of(OutcomeEvidence.Kind);
        Assert.Equal(expected, evidence.IsAccepted(Slot.Of(Midnight).Day + 10, messages));
        Assert.Equal((true, false), (evidence.IsAccepted(Slot.Of(Midnight).Day + 11, 32), evidence.IsAccepted(Slot.Of(Midnight).Day + 11, 33)));
    }

    [Fact]
    public void Where_no_mail_of_an_account_is_known_to_be_accepted_none_is() =>
        Assert.False(Feed([], Refused(10, 1, OutcomeKind.Unknown)).Of(OutcomeEvidence.Kind).IsAccepted(Slot.Of(Midnight).Day + 10, 1));

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void Accepted_mail_is_remembered_for_three_days_more_since_deliveries_may_be_ahead(int later, bool expected)
    {
        var evidence = Feed([], [.. Accepted(10, 2), .. Refused(later, 1, OutcomeKind.Unknown)]).Of(OutcomeEvidence.Kind);
        Assert.Equal(expected, evidence.IsAccepted(Slot.Of(Midnight).Day + 10, 20));
        Assert.Equal(later, Assert.Single(evidence.Days).Day - Slot.Of(Midnight).Day);
    }

    [Fact]
    public void Refusals_of_watch_only_use_are_refusals_of_mail_that_is_not_accepted() => Assert.False(
        Feed([], [.. Accepted(10, 2), .. Refused(10, 4, OutcomeKind.Unwanted).Select(one => one with { IsWatchOnly = true })]).Of(OutcomeEvidence.Kind).IsAccepted(Slot.Of(Midnight).Day + 10, 20));

    private static LocatedEvent[] Stolen() => [.. Life(10), .. Use(10, Strange, 20)];

    private static LocatedEvent[] Life(int days) => [.. Enumerable.Range(0, days).SelectMany(day => Use(day, Home, 4))];

    private static IEnumerable<LocatedEvent> Use(int day, int system, int minutes) => Enumerable.Range(0, minutes).Select(n => new LocatedEvent(
        new AuthEvent(Midnight.AddDays(day).AddMinutes(480 + 3 * n), Trace.Alice, IPAddress.Parse("192.0.2.1"), true, 0), Place.Of("JP"), new EventPosition(0, 1440 * day + n, Trace.Noon), 0, system));

    private static LocatedOutcome[] Refused(int day, int count, OutcomeKind kind, int from = 0) => [.. Enumerable.Range(from, count).Select(n => Outcome(day, 79_200 + n % 600, kind, 10_000 * day + n))];

    private static LocatedOutcome[] Accepted(int day, int count) => [.. Enumerable.Range(5_000, count).Select(n => Outcome(day, 36_000 + n % 600, OutcomeKind.Accepted, 10_000 * day + n))];

    private static LocatedOutcome Outcome(int day, int second, OutcomeKind kind, int number) => new(Trace.Alice, Midnight.AddDays(day).AddSeconds(second), kind, new EventPosition(1, number, Trace.Noon));

    private static AccountActivity Feed(LocatedEvent[] events, LocatedOutcome[] outcomes, Detector? detector = null)
    {
        var activity = new AccountActivity();
        ActivityUpdate.Apply(activity, [.. events.OrderBy(e => e.Event.Time)], detector ?? Only);
        ActivityUpdate.Apply(activity, [.. outcomes.OrderBy(outcome => outcome.Time)], detector ?? Only);
        return activity;
    }

    private sealed class NoSystems : IAsnLookup
    {
        public long? Find(IPAddress address) => null;
    }
}
