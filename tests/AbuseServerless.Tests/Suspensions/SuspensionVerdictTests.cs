using AbuseServerless.Accounts;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Tests.Suspensions;

/// <summary>What is known of how an account's suspensions were judged, by which the mail is released or deleted that each had put on hold.</summary>
public sealed class SuspensionVerdictTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice");

    [Fact]
    public void A_suspension_that_had_expired_before_it_was_judged_an_error_is_one()
    {
        var expired = SuspensionRules.Expire(Suspend(null) with { Until = Now }, Now)!;
        Assert.Empty(expired.Verdicts);
        Assert.Equal([new(1, 3, Judgement.FalsePositive)], Judge(expired, Judgement.FalsePositive).Verdicts);
        Assert.Equal([new(1, 4, Judgement.Abuse)], Judge(Judge(expired, Judgement.FalsePositive), Judgement.Abuse).Verdicts);
    }

    [Fact]
    public void An_error_stays_known_when_the_account_is_suspended_again_or_watched()
    {
        var lifted = Lift(Suspend(null), Judgement.FalsePositive);
        var again = Suspend(lifted);
        Assert.Equal([new(1, 2, Judgement.FalsePositive)], again.Verdicts);
        Assert.Equal([new(1, 2, Judgement.FalsePositive), new(3, 4, Judgement.Abuse)], Judge(again, Judgement.Abuse).Verdicts);

        var recovered = SuspensionRules.Recover(again, Alice, new Recovery(null, TimeSpan.FromDays(1), Judgement.None, "portal:webmail", null), Now);
        Assert.Equal([SuspensionState.Lifted, SuspensionState.Watched], recovered.Select(step => step.State));
        Assert.All(recovered, step => Assert.Equal([new(1, 2, Judgement.FalsePositive)], step.Verdicts));
        Assert.Equal([new(1, 2, Judgement.FalsePositive), new(3, 6, Judgement.FalsePositive)], Judge(recovered[^1], Judgement.FalsePositive).Verdicts);
    }

    [Fact]
    public void A_suspension_that_lasts_is_no_error_yet_and_abuse_at_once()
    {
        var active = Suspend(null);
        Assert.Empty(Judge(active, Judgement.FalsePositive).Verdicts);
        Assert.Equal([new(1, 3, Judgement.FalsePositive)], Lift(Judge(active, Judgement.FalsePositive), Judgement.None).Verdicts);
        Assert.Equal([new(1, 2, Judgement.Abuse)], Judge(active, Judgement.Abuse).Verdicts);
        Assert.Empty(Judge(Judge(active, Judgement.Abuse), Judgement.None).Verdicts);
    }

    [Fact]
    public void Of_a_row_that_an_earlier_version_wrote_a_judgement_is_about_all_that_was_held()
    {
        var old = Lift(Suspend(null) with { FirstTransition = null, Transitions = 7 }, Judgement.FalsePositive);
        Assert.Equal([new(1, 8, Judgement.FalsePositive)], old.Verdicts);
        Assert.Equal([new(1, 8, Judgement.FalsePositive)], Suspend(old).Verdicts);
    }

    [Fact]
    public void Of_earlier_suspensions_the_latest_eight_verdicts_are_known()
    {
        var suspension = Suspend(null);
        for (var time = 0; time < 10; time++)
        {
            suspension = Suspend(Lift(suspension, Judgement.Abuse));
        }

        Assert.Equal(Enumerable.Range(2, 8).Select(time => new SuspensionVerdict((2 * time) + 1, (2 * time) + 2, Judgement.Abuse)), suspension.Verdicts);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_verdict_is_about_what_was_done_from_its_first_transition_to_its_last(int transition, bool covered) =>
        Assert.Equal(covered, new SuspensionVerdict(3, 5, Judgement.Abuse).Covers(transition));

    private static Suspension Suspend(Suspension? current) => SuspensionRules.Suspend(current, Alice, null, Now, "noc", "x")!;

    private static Suspension Lift(Suspension current, Judgement judgement) => SuspensionRules.Resume(current, judgement, Now, "noc", "x")!;

    private static Suspension Judge(Suspension current, Judgement judgement) => SuspensionRules.Amend(current, new() { Judgement = judgement }, Now, "noc")!;
}
