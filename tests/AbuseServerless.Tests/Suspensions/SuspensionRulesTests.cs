using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Suspensions;

public sealed class SuspensionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    [Fact]
    public void A_decision_to_suspend_is_active_at_once_or_pending_where_enforcement_waits_for_the_timer()
    {
        Assert.Equal(SuspensionState.Active, Rules().Decide(null, Alice, Decision(Verdict.Suspend), Now)?.State);
        var pending = Rules(o => o.Immediate = false).Decide(null, Alice, Decision(Verdict.Suspend), Now)!;
        Assert.Equal((SuspensionState.Pending, 0), (pending.State, pending.Activations));
        var active = Rules().Activate(pending, Now.AddMinutes(1))!;
        Assert.Equal((SuspensionState.Active, SuspensionState.Pending, 1, "timer"), (active.State, active.From, active.Activations, active.By));
        Assert.Equal(pending.Decision, active.Decision);
    }

    [Fact]
    public void No_decision_is_applied_twice_nor_lowers_what_stands()
    {
        var active = Rules().Decide(null, Alice, Decision(Verdict.Suspend), Now);
        Assert.Null(Rules().Decide(active, Alice, Decision(Verdict.Suspend), Now));
        Assert.Null(Rules().Decide(active, Alice, Decision(Verdict.Watch), Now));
        var watched = Rules().Decide(null, Alice, Decision(Verdict.Watch), Now);
        Assert.Equal(SuspensionState.Watched, watched!.State);
        Assert.Equal(SuspensionState.Active, Rules().Decide(watched, Alice, Decision(Verdict.Suspend), Now)!.State);
    }

    [Fact]
    public void A_decision_on_evidence_from_before_the_account_was_resumed_does_not_count()
    {
        var active = Rules().Decide(null, Alice, Decision(Verdict.Suspend), Now);
        var lifted = SuspensionRules.Resume(active, Judgement.FalsePositive, Now.AddMinutes(1), "operator", "travelling")!;
        Assert.Equal((SuspensionState.Lifted, true), (lifted.State, lifted.FalsePositive));
        Assert.Null(Rules().Decide(lifted, Alice, Decision(Verdict.Suspend), Now.AddMinutes(2)));

        var again = Rules().Decide(lifted, Alice, Decision(Verdict.Suspend) with { ForgottenUntil = lifted.ForgottenUntil }, Now.AddMinutes(2))!;
        Assert.Equal((SuspensionState.Active, 2, 3), (again.State, again.Activations, again.Transitions));
    }

    [Fact]
    public void A_suspension_with_a_duration_expires_when_it_is_over_and_not_before()
    {
        var active = Rules(o => o.Duration = TimeSpan.FromHours(1)).Decide(null, Alice, Decision(Verdict.Suspend), Now)!;
        Assert.Equal(Now.AddHours(1), active.Until);
        Assert.Null(SuspensionRules.Expire(active, Now.AddHours(1).AddTicks(-1)));
        var expired = SuspensionRules.Expire(active, Now.AddHours(1))!;
        Assert.Equal((SuspensionState.Expired, Now.AddHours(1)), (expired.State, expired.ForgottenUntil));
    }

    [Fact]
    public void Only_what_is_open_can_be_resumed()
    {
        Assert.Null(SuspensionRules.Resume(null, Judgement.None, Now, "operator", "x"));
        var lifted = SuspensionRules.Resume(SuspensionRules.Suspend(null, Alice, null, Now, "operator", "x"), Judgement.None, Now, "operator", "x");
        Assert.Null(SuspensionRules.Resume(lifted, Judgement.None, Now, "operator", "x"));
    }

    [Fact]
    public void An_operator_suspends_whatever_stands_but_an_active_suspension()
    {
        var watched = Rules().Decide(null, Alice, Decision(Verdict.Watch), Now);
        var active = SuspensionRules.Suspend(watched, Alice, Now.AddDays(1), Now, "operator", "complaint")!;
        Assert.Equal((SuspensionState.Active, SuspensionState.Watched, "operator", "complaint"), (active.State, active.From, active.By, active.Reason));
        Assert.Null(SuspensionRules.Suspend(active, Alice, null, Now, "operator", "again"));
    }

    [Theory]
    [InlineData("1.00:00:00", 1, "1.00:00:00", "1.00:00:00", "1.00:00:00", "1.00:00:00")]
    [InlineData("01:00:00", 2, "366.00:00:00", "01:00:00", "02:00:00", "04:00:00")]
    [InlineData("01:00:00", 10, "1.00:00:00", "01:00:00", "10:00:00", "1.00:00:00")]
    [InlineData("01:00:00", 1.5, "02:00:00", "01:00:00", "01:30:00", "02:00:00")]
    public void Each_repeat_lasts_longer_up_to_the_longest(string duration, double growth, string longest, string first, string second, string third)
    {
        var rules = Rules(o => (o.Duration, o.Growth, o.MaximumDuration) = (Time(duration), growth, Time(longest)));
        Assert.Equal([Time(first), Time(second), Time(third)], Durations(rules).Take(3));
    }

    [Fact]
    public void The_thousandth_repeat_lasts_the_longest_time_and_without_a_duration_all_last_until_they_are_lifted()
    {
        Assert.Equal(TimeSpan.FromDays(366), Durations(Rules(o => (o.Duration, o.Growth) = (TimeSpan.FromMinutes(1), 10))).ElementAt(999));
        Assert.Null(Durations(Rules(o => o.Growth = 2)).First());
    }

    [Fact]
    public void The_time_of_a_pending_suspension_begins_when_it_is_activated()
    {
        var rules = Rules(o => (o.Immediate, o.Duration) = (false, TimeSpan.FromHours(1)));
        var pending = rules.Decide(null, Alice, Decision(Verdict.Suspend), Now)!;
        Assert.Null(pending.Until);
        Assert.Equal(Now.AddHours(3), rules.Activate(pending, Now.AddHours(2))!.Until);
    }

    [Fact]
    public void An_operator_changes_the_end_of_an_active_suspension_which_keeps_its_evidence_and_counts_as_no_repeat()
    {
        var active = Rules().Decide(null, Alice, Decision(Verdict.Suspend), Now)!;
        var amended = SuspensionRules.Amend(active, new() { Until = Now.AddDays(2), Reason = "Subscriber called." }, Now.AddHours(1), "operator")!;
        Assert.Equal((SuspensionState.Active, SuspensionState.Active, 2, 1), (amended.From, amended.State, amended.Transitions, amended.Activations));
        Assert.Equal(("operator", "Subscriber called.", Now.AddDays(2), active.Decision), (amended.By, amended.Reason, amended.Until, amended.Decision));
        Assert.Null(SuspensionRules.Amend(amended, new() { Until = Now.AddDays(2), Reason = "Subscriber called." }, Now.AddHours(2), "operator"));
        Assert.Null(SuspensionRules.Amend(amended, new(), Now.AddHours(2), "operator"));
        Assert.Null(SuspensionRules.Amend(amended, new() { Until = Amendment.Forever }, Now.AddHours(2), "operator")!.Until);
    }

    [Fact]
    public void What_is_neither_active_nor_over_is_not_amended_and_what_is_over_has_no_end_to_change()
    {
        var watched = Rules().Decide(null, Alice, Decision(Verdict.Watch), Now);
        Assert.Null(SuspensionRules.Amend(null, new() { Reason = "x" }, Now, "operator"));
        Assert.Null(SuspensionRules.Amend(watched, new() { Judgement = Judgement.Abuse }, Now, "operator"));
        var lifted = SuspensionRules.Resume(watched, Judgement.None, Now, "operator", "x");
        Assert.Null(SuspensionRules.Amend(lifted, new() { Until = Now.AddDays(1) }, Now, "operator"));
    }

    [Fact]
    public void A_suspension_keeps_its_judgement_to_its_end_may_be_judged_afterwards_and_the_next_one_begins_without()
    {
        var active = Rules().Decide(null, Alice, Decision(Verdict.Suspend), Now)!;
        var judged = SuspensionRules.Amend(active, new() { Judgement = Judgement.Abuse }, Now.AddMinutes(1), "operator")!;
        Assert.Equal((SuspensionState.Active, Judgement.Abuse, active.Reason), (judged.State, judged.Judgement, judged.Reason));
        var lifted = SuspensionRules.Resume(judged, Judgement.None, Now.AddMinutes(2), "operator", "Password changed.")!;
        Assert.Equal((SuspensionState.Lifted, Judgement.Abuse), (lifted.State, lifted.Judgement));
        Assert.Equal(Judgement.Abuse, SuspensionRules.Expire(judged with { Until = Now }, Now)!.Judgement);
        Assert.Equal(Judgement.FalsePositive, SuspensionRules.Resume(judged, Judgement.FalsePositive, Now.AddMinutes(2), "operator", "x")!.Judgement);

        var corrected = SuspensionRules.Amend(lifted, new() { Judgement = Judgement.FalsePositive }, Now.AddMinutes(3), "operator")!;
        Assert.Equal(
            (SuspensionState.Lifted, Judgement.FalsePositive, lifted.ForgottenUntil, lifted.Activations),
            (corrected.State, corrected.Judgement, corrected.ForgottenUntil, corrected.Activations));
        Assert.Equal(Judgement.None, SuspensionRules.Suspend(corrected, Alice, null, Now.AddMinutes(4), "operator", "x")!.Judgement);
    }

    [Fact]
    public void A_suspension_keeps_who_suspended_judged_and_ended_it_and_on_what()
    {
        var active = Rules().Decide(null, Alice, Decision(Verdict.Suspend), Now)!;
        var judged = SuspensionRules.Amend(active, new() { Judgement = Judgement.Abuse }, Now.AddMinutes(1), "judge")!;
        Assert.Equal((Now, "net:Countries"), (judged.Began.Time, judged.Began.By));
        var prolonged = SuspensionRules.Amend(judged, new() { Until = Now.AddDays(1) }, Now.AddMinutes(2), "noc")!;
        var lifted = SuspensionRules.Resume(prolonged, Judgement.None, Now.AddMinutes(3), "helpdesk", "Password changed.")!;
        var corrected = SuspensionRules.Amend(lifted, new() { Judgement = Judgement.FalsePositive }, Now.AddMinutes(4), "second")!;
        foreach (var (state, judge) in new[] { (judged, "judge"), (prolonged, "judge"), (lifted, "judge"), (corrected, "second") })
        {
            Assert.Equal((Now, "net:Countries", active.Decision, judge), (state.Suspended!.Time, state.Suspended.By, state.Decision, state.Judged!.By));
        }

        Assert.Equal((Now.AddMinutes(3), "helpdesk"), (corrected.Ended!.Time, corrected.Ended.By));
        Assert.Equal(corrected.Ended, corrected.Began);
        Assert.Null(SuspensionRules.Amend(corrected, new() { Judgement = Judgement.None }, Now.AddMinutes(5), "second")!.Judged);

        var again = SuspensionRules.Suspend(corrected, Alice, null, Now.AddMinutes(6), "noc", "x")!;
        Assert.Equal(("noc", null, null, null), (again.Suspended!.By, again.Judged, again.Ended, again.Decision));
    }

    [Fact]
    public void A_suspension_that_an_earlier_version_wrote_keeps_what_is_known_of_it()
    {
        var old = Rules().Decide(null, Alice, Decision(Verdict.Suspend), Now)! with { Suspended = null };
        var lifted = SuspensionRules.Resume(SuspensionRules.Amend(old, new() { Judgement = Judgement.Abuse }, Now.AddMinutes(1), "judge"), Judgement.None, Now.AddMinutes(2), "noc", "x")!;
        Assert.Equal((Now, "net:Countries", "judge", "noc"), (lifted.Suspended!.Time, lifted.Suspended.By, lifted.Judged!.By, lifted.Ended!.By));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(SuspensionState.Watched, false)]
    [InlineData(SuspensionState.Pending, false)]
    [InlineData(SuspensionState.Active, false)]
    [InlineData(SuspensionState.Lifted, true)]
    [InlineData(SuspensionState.Expired, true)]
    [InlineData(SuspensionState.Historical, false)] // It is on record already.
    public void A_decision_on_late_evidence_goes_on_record_where_nothing_stands_and_opens_nothing(SuspensionState? state, bool recorded)
    {
        var decision = Decision(Verdict.Suspend) with { Historical = true };
        var current = state is { } standing ? Rules().Decide(null, Alice, decision, Now)! with { State = standing } : null;
        var next = Rules().Decide(current, Alice, decision, Now.AddMinutes(1));
        Assert.Equal(recorded ? SuspensionState.Historical : null, next?.State);
        Assert.False(next?.IsOpen ?? false);
        Assert.Empty(next is null ? [] : SuspensionNotification.Of(next));
        Assert.Equal(recorded ? SuspensionState.Active : state == SuspensionState.Active ? null : SuspensionState.Active, Rules().Decide(next ?? current, Alice, Decision(Verdict.Suspend), Now.AddMinutes(2))?.State);
    }

    [Fact]
    public void A_clock_that_is_behind_puts_no_transition_before_the_last_one_and_brings_nothing_forgotten_back()
    {
        var lifted = SuspensionRules.Resume(Rules().Decide(null, Alice, Decision(Verdict.Suspend), Now), Judgement.None, Now.AddMinutes(5), "operator", "x")!;
        var active = SuspensionRules.Suspend(lifted, Alice, null, Now.AddMinutes(4), "operator", "x")!;
        Assert.Equal(lifted.Since, active.Since);
        var again = SuspensionRules.Resume(active, Judgement.None, Now.AddMinutes(3), "operator", "x")!;
        Assert.Equal((lifted.Since, lifted.ForgottenUntil), (again.Since, again.ForgottenUntil));
    }

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    // How long the suspensions of an account last that is resumed each time.
    private static IEnumerable<TimeSpan?> Durations(SuspensionRules rules)
    {
        Suspension? current = null;
        for (var minute = 0; ; minute++)
        {
            var active = rules.Decide(current, Alice, Decision(Verdict.Suspend) with { ForgottenUntil = Now.AddMinutes(minute) }, Now.AddMinutes(minute))!;
            yield return active.Until - active.Since;
            current = SuspensionRules.Resume(active, Judgement.None, Now.AddMinutes(minute), "operator", "x");
        }
    }

    private static SuspensionRules Rules(Action<EnforcementOptions>? configure = null)
    {
        var options = new EnforcementOptions();
        configure?.Invoke(options);
        return new SuspensionRules(Options.Create(options));
    }

    private static Decision Decision(Verdict verdict) =>
        new("Countries", verdict, 10, 10, "10 countries within 24 hours", Now.AddDays(-1), Now, [], 0, DateTimeOffset.MinValue, "rules", "data");
}
