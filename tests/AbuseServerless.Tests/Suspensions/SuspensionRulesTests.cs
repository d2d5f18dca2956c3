using AbuseServerless.Activity;
using AbuseServerless.Nets;
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
        var active = SuspensionRules.Activate(pending, Now.AddMinutes(1))!;
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
        var lifted = SuspensionRules.Resume(active, falsePositive: true, Now.AddMinutes(1), "operator", "travelling")!;
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
        Assert.Null(SuspensionRules.Resume(null, false, Now, "operator", "x"));
        var lifted = SuspensionRules.Resume(SuspensionRules.Suspend(null, Alice, null, Now, "operator", "x"), false, Now, "operator", "x");
        Assert.Null(SuspensionRules.Resume(lifted, false, Now, "operator", "x"));
    }

    [Fact]
    public void An_operator_suspends_whatever_stands_but_an_active_suspension()
    {
        var watched = Rules().Decide(null, Alice, Decision(Verdict.Watch), Now);
        var active = SuspensionRules.Suspend(watched, Alice, Now.AddDays(1), Now, "operator", "complaint")!;
        Assert.Equal((SuspensionState.Active, SuspensionState.Watched, "operator", "complaint"), (active.State, active.From, active.By, active.Reason));
        Assert.Null(SuspensionRules.Suspend(active, Alice, null, Now, "operator", "again"));
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
