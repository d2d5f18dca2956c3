using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Suspensions;

/// <summary>What each transition says, what it keeps of the one before, and which ones there are not.</summary>
public sealed class SuspensionTransitionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");
    private static SuspensionRules Rules => new(Options.Create(new EnforcementOptions()));
    private static SuspensionRules Patient => new(Options.Create(new EnforcementOptions { Immediate = false }));
    private static readonly Recovery Told = new(null, TimeSpan.FromDays(7), Judgement.None, "portal:webmail", null);

    [Fact]
    public void The_reason_of_a_decision_says_what_was_measured_against_which_threshold_and_when()
    {
        const string Text = "10 countries within 24 hours (threshold 10";
        const string Window = "from 2026-11-23 12:00:00Z to 2026-11-24 12:00:00Z";
        Assert.Equal($"{Text}), {Window}.", Rules.Decide(null, Alice, Decision(), Now)!.Reason);
        Assert.Equal($"{Text} of plan gold), {Window}.", Rules.Decide(null, Alice, Decision() with { Plan = "gold" }, Now)!.Reason);
        Assert.Equal($"{Text}), {Window}, arrived too late to act on.", Rules.Decide(null, Alice, Decision() with { Historical = true }, Now)!.Reason);
    }

    [Fact]
    public void A_decision_that_neither_watches_nor_suspends_is_refused_and_so_is_a_password_change_that_is_none()
    {
        Assert.Equal("A decision must watch or suspend. (Parameter 'decision')", Assert.Throws<ArgumentException>(() => Rules.Decide(null, Alice, Decision(Verdict.None), Now)).Message);
        Assert.Equal("recovery", Assert.Throws<ArgumentNullException>(() => SuspensionRules.Recover(null, Alice, null!, Now)).ParamName);
    }

    [Fact]
    public void What_stands_is_not_begun_again_and_what_is_pending_is_graver_than_a_watch_and_less_grave_than_a_suspension()
    {
        var watched = Rules.Decide(null, Alice, Decision(Verdict.Watch), Now)!;
        var pending = Patient.Decide(watched, Alice, Decision(), Now)!;
        Assert.Equal((SuspensionState.Watched, null, 1, 1), (watched.State, watched.Suspended, watched.FirstTransition, watched.Transitions));
        Assert.Equal((SuspensionState.Pending, SuspensionState.Watched, "net:Countries", 2), (pending.State, pending.From, pending.Suspended!.By, pending.FirstTransition));
        Assert.Null(Rules.Decide(watched, Alice, Decision(Verdict.Watch), Now));
        Assert.Null(Patient.Decide(pending, Alice, Decision(), Now));
        Assert.Null(Patient.Decide(pending, Alice, Decision(Verdict.Watch), Now));
        Assert.Equal(SuspensionState.Active, Rules.Decide(pending, Alice, Decision(), Now)!.State);
    }

    [Fact]
    public void A_graver_decision_on_late_evidence_goes_on_record_behind_a_lighter_one_and_not_the_other_way_round()
    {
        var watch = Rules.Decide(null, Alice, Decision(Verdict.Watch) with { Historical = true }, Now)!;
        var suspend = Rules.Decide(watch, Alice, Decision() with { Historical = true }, Now.AddMinutes(1))!;
        Assert.Equal((SuspensionState.Historical, SuspensionState.Historical, Verdict.Suspend, 0, null), (suspend.State, suspend.From, suspend.Decision!.Verdict, suspend.Activations, suspend.Until));
        Assert.Null(Rules.Decide(suspend, Alice, Decision(Verdict.Watch) with { Historical = true }, Now.AddMinutes(2)));
    }

    [Fact]
    public void The_timer_activates_what_is_pending_for_the_same_reason_and_nothing_else()
    {
        var pending = Patient.Decide(null, Alice, Decision(), Now)!;
        var active = Patient.Activate(pending, Now.AddMinutes(1))!;
        Assert.Equal((pending.Reason, pending.Suspended, 1, null), (active.Reason, active.Suspended, active.FirstTransition, active.Until));
        Assert.Null(Patient.Activate(null, Now));
        Assert.Null(Patient.Activate(active, Now));
        Assert.Null(SuspensionRules.Amend(pending, new() { Reason = "x" }, Now, "noc"));
    }

    [Fact]
    public void The_timer_ends_what_has_an_end_and_says_what_that_was()
    {
        var active = SuspensionRules.Suspend(null, Alice, Now.AddHours(1), Now, "noc", "x")!;
        var expired = SuspensionRules.Expire(active, Now.AddHours(2))!;
        Assert.Equal(("The suspension reached its end.", "timer", Now.AddHours(2), null), (expired.Reason, expired.By, expired.Ended!.Time, expired.Until));
        var watched = SuspensionRules.Recover(null, Alice, Told, Now).Single();
        Assert.Equal("The watch after the password change reached its end.", SuspensionRules.Expire(watched, Now.AddDays(7))!.Reason);

        Assert.Null(SuspensionRules.Expire(null, Now.AddHours(2)));
        Assert.Null(SuspensionRules.Expire(active with { Until = null }, Now.AddHours(2)));
        Assert.Null(SuspensionRules.Expire(expired with { Until = Now }, Now.AddHours(3)));
    }

    [Theory]
    [InlineData(4, 7 * 24)]
    [InlineData(0, 7 * 24)]
    [InlineData(-120, (7 * 24) - 2)]
    public void A_watch_lasts_from_the_change_and_where_a_clock_is_ahead_from_now(int changed, int hours)
    {
        var watched = SuspensionRules.Recover(null, Alice, Told with { PasswordChanged = Now.AddMinutes(changed) }, Now).Single();
        Assert.Equal((Now.AddHours(hours), Now.AddMinutes(changed)), (watched.Until, watched.PasswordChanged));
    }

    [Theory]
    [InlineData(-1, SuspensionState.Watched)]
    [InlineData(0, SuspensionState.Lifted)]
    [InlineData(1, SuspensionState.Lifted)]
    public void A_change_that_is_told_when_its_watch_would_be_over_is_on_record_without_one(int ticks, SuspensionState state)
    {
        var told = SuspensionRules.Recover(null, Alice, Told with { PasswordChanged = Now.AddDays(-7).AddTicks(-ticks) }, Now).Single();
        Assert.Equal((state, Now, "portal:webmail", null), (told.State, told.ForgottenUntil, told.By, told.Suspended));
        Assert.StartsWith("Password changed on 2026-11-17 1", told.Reason, StringComparison.Ordinal);
        Assert.Equal(state == SuspensionState.Watched, told.Reason.EndsWith(", watched until 2026-11-24 12:00:00Z.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_lifts_the_one_suspension_that_it_was_sent_for_and_only_while_nobody_has_said_anything_of_it()
    {
        var active = Rules.Decide(null, Alice, Decision(), Now)!;
        var link = Told with { Activation = 1 };
        Assert.Equal(2, SuspensionRules.Recover(active, Alice, link, Now.AddMinutes(1)).Count);
        Assert.Equal(2, SuspensionRules.Recover(Patient.Activate(Patient.Decide(null, Alice, Decision(), Now), Now), Alice, link, Now.AddMinutes(1)).Count);

        Assert.Empty(SuspensionRules.Recover(active, Alice, Told with { Activation = 2 }, Now.AddMinutes(1)));
        Assert.Empty(SuspensionRules.Recover(null, Alice, link, Now.AddMinutes(1)));
        Assert.Empty(SuspensionRules.Recover(SuspensionRules.Suspend(null, Alice, null, Now, "noc", "x"), Alice, link, Now.AddMinutes(1)));
        Assert.Empty(SuspensionRules.Recover(Patient.Decide(null, Alice, Decision(), Now)! with { Activations = 1 }, Alice, link, Now.AddMinutes(1)));
        Assert.Empty(SuspensionRules.Recover(SuspensionRules.Resume(active, Judgement.None, Now, "noc", "x"), Alice, link, Now.AddMinutes(1)));
        foreach (var amendment in new Amendment[] { new() { Judgement = Judgement.Abuse }, new() { Until = Now.AddDays(1) }, new() { Reason = "Seen." } })
        {
            Assert.Empty(SuspensionRules.Recover(SuspensionRules.Amend(active, amendment, Now, "noc"), Alice, link, Now.AddMinutes(1)));
        }
    }

    [Fact]
    public void A_slip_is_taken_back_once_and_with_all_that_was_known_before_it()
    {
        var judged = SuspensionRules.Resume(SuspensionRules.Suspend(null, Alice, null, Now, "noc", "x"), Judgement.Abuse, Now.AddMinutes(1), "noc", "x")!;
        var slip = SuspensionRules.Amend(SuspensionRules.Suspend(judged, Alice, null, Now.AddMinutes(2), "noc", "typo"), new() { Judgement = Judgement.Abuse }, Now.AddMinutes(3), "noc")!;
        var removed = SuspensionRules.Remove(slip, Now.AddMinutes(4), "noc", "No such account.")!;

        Assert.Equal((SuspensionState.Lifted, true, "noc", "No such account.", Now.AddMinutes(4)), (removed.State, removed.Removed, removed.By, removed.Reason, removed.ForgottenUntil));
        Assert.Equal((3, Judgement.Abuse, new SuspensionVerdict(1, 2, Judgement.Abuse)), (removed.FirstTransition, removed.Judgement, removed.EarlierVerdicts.Single()));
        Assert.Equal(Now.AddMinutes(9), SuspensionRules.Remove(slip with { ForgottenUntil = Now.AddMinutes(9) }, Now.AddMinutes(4), "noc", "x")!.ForgottenUntil);

        Assert.Null(SuspensionRules.Remove(removed, Now.AddMinutes(5), "noc", "x"));
        Assert.Null(SuspensionRules.Remove(null, Now, "noc", "x"));
        Assert.Null(SuspensionRules.Remove(slip with { LastAttempt = Now }, Now.AddMinutes(4), "noc", "x"));
        Assert.Null(SuspensionRules.Remove(Rules.Decide(null, Alice, Decision(), Now), Now, "noc", "x"));
    }

    [Fact]
    public void A_judgement_that_is_repeated_stays_that_of_who_gave_it_first()
    {
        var judged = SuspensionRules.Amend(Rules.Decide(null, Alice, Decision(), Now), new() { Judgement = Judgement.Abuse }, Now.AddMinutes(1), "first")!;
        var lifted = SuspensionRules.Resume(judged, Judgement.Abuse, Now.AddMinutes(2), "second", "x")!;
        Assert.Equal((Judgement.Abuse, "first", Now.AddMinutes(1)), (lifted.Judgement, lifted.Judged!.By, lifted.Judged.Time));
    }

    [Fact]
    public void A_judgement_of_what_an_earlier_version_has_ended_keeps_who_ended_it()
    {
        var lifted = SuspensionRules.Resume(Rules.Decide(null, Alice, Decision(), Now), Judgement.None, Now.AddMinutes(1), "noc", "x")! with { Ended = null, Suspended = null };
        var judged = SuspensionRules.Amend(lifted, new() { Judgement = Judgement.Abuse }, Now.AddMinutes(2), "judge")!;
        Assert.Equal((Now.AddMinutes(1), "noc", null, "judge"), (judged.Ended!.Time, judged.Ended.By, judged.Suspended, judged.Judged!.By));
    }

    [Fact]
    public void A_record_of_late_evidence_may_be_judged_and_has_no_end()
    {
        var late = Rules.Decide(null, Alice, Decision() with { Historical = true }, Now)!;
        var judged = SuspensionRules.Amend(late, new() { Judgement = Judgement.FalsePositive }, Now.AddMinutes(1), "judge")!;
        Assert.Equal((SuspensionState.Historical, Judgement.FalsePositive, null, "net:Countries"), (judged.State, judged.Judgement, judged.Ended, judged.Suspended!.By));
        Assert.Null(SuspensionRules.Amend(late, new() { Until = Now.AddDays(1) }, Now.AddMinutes(1), "judge"));
        Assert.Null(SuspensionRules.Resume(late, Judgement.None, Now.AddMinutes(1), "noc", "x"));
    }

    [Fact]
    public void A_last_attempt_and_a_password_change_stay_known_and_an_end_does_not_outlast_its_suspension()
    {
        var active = SuspensionRules.Suspend(SuspensionRules.Recover(null, Alice, Told, Now).Single(), Alice, Now.AddDays(1), Now.AddMinutes(1), "noc", "x")! with { LastAttempt = Now.AddMinutes(2) };
        var lifted = SuspensionRules.Resume(active, Judgement.None, Now.AddMinutes(3), "noc", "x")!;
        Assert.Equal((Now.AddMinutes(2), Now, null), (lifted.LastAttempt, lifted.PasswordChanged, lifted.Until));
        var judged = SuspensionRules.Amend(active, new() { Judgement = Judgement.FalsePositive }, Now.AddMinutes(3), "noc")!;
        Assert.Equal((SuspensionState.Active, Now.AddDays(1)), (judged.State, judged.Until));
    }

    private static Decision Decision(Verdict verdict = Verdict.Suspend) =>
        new("Countries", verdict, 10, 10, "10 countries within 24 hours", Now.AddDays(-1), Now, [], 0, DateTimeOffset.MinValue, "rules", "data");
}
