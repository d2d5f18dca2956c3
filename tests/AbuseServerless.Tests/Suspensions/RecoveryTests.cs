using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Detection;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Suspensions;

/// <summary>What becomes of an account whose owner has changed the password.</summary>
public sealed class RecoveryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");
    private static SuspensionRules Rules => new(Options.Create(new EnforcementOptions()));
    private static readonly Recovery Told = new(null, TimeSpan.FromDays(7), Judgement.None, "portal:webmail", null);

    [Fact]
    public void A_suspension_is_lifted_and_the_account_watched_with_all_that_is_known_of_the_suspension()
    {
        var active = Rules.Decide(null, Alice, Decision(Verdict.Suspend), Now)!;
        var steps = SuspensionRules.Recover(active, Alice, Told with { Reason = "Changed in the portal." }, Now.AddHours(1));

        Assert.Equal([(SuspensionState.Active, SuspensionState.Lifted, 2), (SuspensionState.Lifted, SuspensionState.Watched, 3)], steps.Select(step => (step.From!.Value, step.State, step.Transitions)));
        Assert.Equal("Password changed on 2026-11-29 13:00:00Z. Changed in the portal.", steps[0].Reason);
        Assert.Equal("Password changed on 2026-11-29 13:00:00Z, watched until 2026-12-06 13:00:00Z. Changed in the portal.", steps[1].Reason);
        Assert.All(steps, step => Assert.Equal(
            (Now.AddHours(1), "portal:webmail", Now.AddHours(1), Now.AddHours(1), active.Decision, "net:Countries", "portal:webmail"),
            (step.Since, step.By, step.ForgottenUntil, step.PasswordChanged, step.Decision, step.Suspended!.By, step.Ended!.By)));
        Assert.Equal((null, Now.AddHours(1).AddDays(7)), (steps[0].Until, steps[1].Until));
    }

    [Theory]
    [InlineData(null, SuspensionState.Watched)]
    [InlineData(SuspensionState.Watched, SuspensionState.Lifted, SuspensionState.Watched)]
    [InlineData(SuspensionState.Pending, SuspensionState.Lifted, SuspensionState.Watched)]
    [InlineData(SuspensionState.Active, SuspensionState.Lifted, SuspensionState.Watched)]
    [InlineData(SuspensionState.Lifted, SuspensionState.Watched)]
    [InlineData(SuspensionState.Expired, SuspensionState.Watched)]
    [InlineData(SuspensionState.Historical, SuspensionState.Watched)]
    public void Whatever_stands_is_lifted_and_the_account_is_watched(SuspensionState? state, params SuspensionState[] states) =>
        Assert.Equal(states, SuspensionRules.Recover(Standing(state), Alice, Told, Now.AddMinutes(1)).Select(step => step.State));

    [Theory]
    [InlineData(null)]
    [InlineData(SuspensionState.Active)]
    [InlineData(SuspensionState.Expired)]
    public void Without_a_watch_it_is_lifted_alone_and_is_on_record_also_where_nothing_stands(SuspensionState? state) =>
        Assert.Equal([SuspensionState.Lifted], SuspensionRules.Recover(Standing(state), Alice, Told with { Watch = TimeSpan.Zero }, Now.AddMinutes(1)).Select(step => step.State));

    [Theory]
    [InlineData(-10, 0, false)] // The same call again.
    [InlineData(-10, 20, false)]
    [InlineData(-11, 0, false)] // An older one that was on its way for longer.
    [InlineData(-9, 0, true)]
    [InlineData(null, 9, false)]
    [InlineData(null, 10, true)]
    public void The_same_change_is_told_once_however_often_it_comes(int? changed, int minutes, bool recovers)
    {
        var watched = SuspensionRules.Recover(null, Alice, Told with { PasswordChanged = changed is null ? null : Now.AddMinutes(-10) }, Now)[^1];
        var again = SuspensionRules.Recover(watched, Alice, Told with { PasswordChanged = changed is { } minute ? Now.AddMinutes(minute) : null }, Now.AddMinutes(minutes));
        Assert.Equal(recovers, again.Count > 0);
    }

    [Theory]
    [InlineData(-6, false)]
    [InlineData(-5, true)] // The portal's clock may be behind.
    [InlineData(0, true)]
    [InlineData(null, true)]
    public void What_was_suspended_after_the_change_stays_so(int? changed, bool recovers)
    {
        var judged = SuspensionRules.Amend(Standing(SuspensionState.Active), new() { Judgement = Judgement.Abuse }, Now.AddHours(1), "judge")!;
        Assert.Equal(recovers, SuspensionRules.Recover(judged, Alice, Told with { PasswordChanged = changed is { } minute ? Now.AddMinutes(minute) : null }, Now.AddHours(2)).Count > 0);
    }

    [Fact]
    public void A_repetition_lifts_no_new_suspension_and_a_new_change_does()
    {
        var call = Told with { PasswordChanged = Now };
        var watched = SuspensionRules.Recover(null, Alice, call, Now)[^1];
        var active = Rules.Decide(watched, Alice, Decision(Verdict.Suspend) with { ForgottenUntil = Now }, Now.AddMinutes(2))!;
        Assert.Equal((SuspensionState.Active, SuspensionState.Watched, null), (active.State, active.From, active.Until));

        Assert.Empty(SuspensionRules.Recover(active, Alice, call, Now.AddMinutes(3)));
        Assert.NotEmpty(SuspensionRules.Recover(active, Alice, Told, Now.AddMinutes(3)));
    }

    [Fact]
    public void A_decision_on_evidence_from_before_the_change_does_not_count()
    {
        var watched = SuspensionRules.Recover(Standing(SuspensionState.Active), Alice, Told, Now.AddMinutes(1))[^1];
        Assert.Null(Rules.Decide(watched, Alice, Decision(Verdict.Suspend), Now.AddMinutes(2)));
    }

    [Fact]
    public void A_suspension_may_be_judged_during_the_watch_which_goes_on_unless_it_was_an_error_and_has_no_other_end()
    {
        var watched = SuspensionRules.Recover(Standing(SuspensionState.Active), Alice, Told, Now.AddMinutes(1))[^1];
        var judged = SuspensionRules.Amend(watched, new() { Judgement = Judgement.Abuse }, Now.AddMinutes(2), "judge")!;
        Assert.Equal((SuspensionState.Watched, Judgement.Abuse, "judge", watched.Until, "portal:webmail"), (judged.State, judged.Judgement, judged.Judged!.By, judged.Until, judged.Began.By));
        var error = SuspensionRules.Amend(judged, new() { Judgement = Judgement.FalsePositive }, Now.AddMinutes(3), "judge")!;
        Assert.Equal((SuspensionState.Lifted, true, null, "portal:webmail"), (error.State, error.FalsePositive, error.Until, error.Began.By));
        Assert.Null(SuspensionRules.Amend(watched, new() { Until = Now.AddDays(1) }, Now.AddMinutes(2), "judge"));
        Assert.Null(SuspensionRules.Amend(SuspensionRules.Recover(null, Alice, Told, Now)[^1], new() { Judgement = Judgement.Abuse }, Now.AddMinutes(2), "judge"));
    }

    [Fact]
    public void A_watch_after_a_suspension_that_ended_before_began_with_the_change()
    {
        var lifted = SuspensionRules.Resume(Standing(SuspensionState.Active), Judgement.None, Now.AddMinutes(1), "noc", "x");
        var watched = SuspensionRules.Recover(lifted, Alice, Told, Now.AddDays(1))[^1];
        var judged = SuspensionRules.Amend(watched, new() { Judgement = Judgement.Abuse }, Now.AddDays(2), "judge")!;
        Assert.All([watched, judged], standing => Assert.Equal((Now.AddDays(1), "portal:webmail", "noc"), (standing.Began.Time, standing.Began.By, standing.Ended!.By)));

        var again = Rules.Decide(SuspensionRules.Expire(judged, watched.Until!.Value), Alice, Decision(Verdict.Watch) with { ForgottenUntil = Now.AddDays(9) }, Now.AddDays(9))!;
        Assert.Equal((SuspensionState.Watched, Now.AddDays(9), "net:Countries"), (again.State, again.Began.Time, again.Began.By));
    }

    [Fact]
    public void A_judgement_may_be_given_with_the_change()
    {
        var steps = SuspensionRules.Recover(Standing(SuspensionState.Active), Alice, Told with { Judgement = Judgement.Abuse, By = "noc" }, Now.AddMinutes(1));
        Assert.All(steps, step => Assert.Equal((Judgement.Abuse, "noc"), (step.Judgement, step.Judged!.By)));
    }

    [Fact]
    public void A_judgement_may_be_given_with_the_change_also_of_a_suspension_that_is_over_and_of_nothing_there_is_none()
    {
        var lifted = SuspensionRules.Resume(Standing(SuspensionState.Active), Judgement.None, Now.AddMinutes(1), "noc", "x");
        var watched = Assert.Single(SuspensionRules.Recover(lifted, Alice, Told with { Judgement = Judgement.Abuse }, Now.AddDays(1)));
        Assert.Equal((SuspensionState.Watched, Judgement.Abuse, "portal:webmail"), (watched.State, watched.Judgement, watched.Judged!.By));
        var error = SuspensionRules.Resume(Standing(SuspensionState.Active), Judgement.FalsePositive, Now.AddMinutes(1), "noc", "x");
        Assert.Equal(Judgement.FalsePositive, Assert.Single(SuspensionRules.Recover(error, Alice, Told with { Judgement = Judgement.Abuse }, Now.AddDays(180))).Judgement);
        Assert.Equal(Judgement.None, Assert.Single(SuspensionRules.Recover(null, Alice, Told with { Judgement = Judgement.Abuse }, Now)).Judgement);
    }

    [Fact]
    public void A_clock_ahead_makes_no_watch_where_there_is_to_be_none() => Assert.Equal(
        SuspensionState.Lifted, Assert.Single(SuspensionRules.Recover(Standing(SuspensionState.Active), Alice, Told with { PasswordChanged = Now.AddMinutes(4), Watch = TimeSpan.Zero }, Now)).State);

    [Fact]
    public void A_judgement_during_the_watch_begins_no_new_watch_for_those_who_limit_it()
    {
        var watched = SuspensionRules.Recover(Standing(SuspensionState.Active), Alice, Told, Now.AddMinutes(1))[^1];
        var judged = SuspensionRules.Amend(watched, new() { Judgement = Judgement.Abuse }, Now.AddDays(2), "judge")!;
        Assert.Equal((watched.Since, watched.Since), (AccountStanding.Of(watched).Since, AccountStanding.Of(judged).Since));
        var told = SuspensionRules.Recover(Standing(SuspensionState.Active), Alice, Told with { PasswordChanged = Now.AddHours(-2) }, Now.AddMinutes(1));
        Assert.All(told.Where(step => step.State == SuspensionState.Watched), step => Assert.Equal(step.Since, AccountStanding.Of(step).Since));
    }

    [Fact]
    public void The_watch_ends_at_its_time_and_forgets_nothing()
    {
        var watched = SuspensionRules.Recover(Standing(SuspensionState.Active), Alice, Told, Now.AddMinutes(1))[^1];
        Assert.Null(SuspensionRules.Expire(watched, watched.Until!.Value.AddTicks(-1)));
        var expired = SuspensionRules.Expire(watched, watched.Until.Value)!;
        Assert.Equal((SuspensionState.Expired, "timer", Now.AddMinutes(1)), (expired.State, expired.By, expired.ForgottenUntil));
        Assert.Equal((watched.Decision, watched.Suspended, watched.Ended, null), (expired.Decision, expired.Suspended, expired.Ended, expired.Until));
    }

    [Fact]
    public void An_operator_ends_the_watch_as_any_other()
    {
        var watched = SuspensionRules.Recover(Standing(SuspensionState.Active), Alice, Told, Now.AddMinutes(1))[^1];
        var lifted = SuspensionRules.Resume(watched, Judgement.None, Now.AddMinutes(2), "noc", "Known")!;
        Assert.Equal((SuspensionState.Lifted, "portal:webmail", null), (lifted.State, lifted.Ended!.By, lifted.Until));
    }

    private static Suspension? Standing(SuspensionState? state) =>
        state is { } standing ? Rules.Decide(null, Alice, Decision(Verdict.Suspend), Now)! with { State = standing } : null;

    private static Decision Decision(Verdict verdict) =>
        new("Countries", verdict, 10, 10, "10 countries within 24 hours", Now.AddDays(-1), Now, [], 0, DateTimeOffset.MinValue, "rules", "data");
}
