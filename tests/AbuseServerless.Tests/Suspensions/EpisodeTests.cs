using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Suspensions;

public sealed class EpisodeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice");
    private static SuspensionRules Rules => new(Options.Create(new EnforcementOptions()));

    [Fact]
    public async Task A_suspension_from_watch_to_end_is_one_episode_with_each_decision_once_and_its_last_judgement()
    {
        var watched = Rules.Decide(null, Alice, Decision(Verdict.Watch, 5), Now)!;
        var active = Rules.Decide(watched, Alice, Decision(Verdict.Suspend, 10), Now.AddMinutes(1))!;
        var amended = SuspensionRules.Amend(active, new() { Reason = "y" }, Now.AddMinutes(2), "ops")!;
        var lifted = SuspensionRules.Resume(amended, Judgement.Abuse, Now.AddMinutes(3), "ops", "x")!;
        var judged = SuspensionRules.Amend(lifted, new() { Judgement = Judgement.FalsePositive }, Now.AddMinutes(4), "ops")!;

        var episode = Assert.Single(await FollowAsync(watched, active, amended, lifted, judged));
        Assert.Equal((Now, Judgement.FalsePositive, Now.AddMinutes(4), true), (episode.Since, episode.Judgement, episode.Judged, episode.IsOver));
        Assert.Equal([5, 10], episode.Decisions.Select(decision => decision.Measured));
        Assert.Equal((Judgement.Abuse, Now.AddMinutes(3)), ((await FollowAsync(watched, active, amended, lifted))[0].Judgement, (await FollowAsync(watched, active, amended, lifted))[0].Judged));
        Assert.False((await FollowAsync(watched, active, amended))[0].IsOver);
    }

    [Fact]
    public async Task The_next_suspension_is_an_episode_of_its_own_and_accounts_do_not_mix()
    {
        var bob = AccountName.Parse("bob");
        var first = SuspensionRules.Suspend(null, Alice, null, Now, "ops", "x")!;
        var lifted = SuspensionRules.Resume(first, Judgement.Abuse, Now.AddMinutes(1), "ops", "x")!;
        var other = SuspensionRules.Suspend(null, bob, null, Now.AddMinutes(2), "ops", "x")!;
        var again = SuspensionRules.Suspend(lifted, Alice, null, Now.AddMinutes(3), "ops", "x")!;

        Assert.Equal(
            [(Alice, Judgement.Abuse, true), (Alice, Judgement.None, false), (bob, Judgement.None, false)],
            (await FollowAsync(first, lifted, other, again)).Select(episode => (episode.Account, episode.Judgement, episode.IsOver)));
    }

    [Fact]
    public async Task The_watch_after_a_password_change_belongs_to_the_suspension_before_and_what_comes_then_does_not()
    {
        var recovery = new Recovery(null, TimeSpan.FromDays(7), Judgement.None, "portal:webmail", null);
        var active = Rules.Decide(null, Alice, Decision(Verdict.Suspend, 10), Now)!;
        var steps = SuspensionRules.Recover(active, Alice, recovery, Now.AddMinutes(1));
        var judged = SuspensionRules.Amend(steps[^1], new() { Judgement = Judgement.Abuse }, Now.AddMinutes(2), "ops")!;
        var again = Rules.Decide(judged, Alice, Decision(Verdict.Suspend, 12) with { ForgottenUntil = Now.AddMinutes(1) }, Now.AddMinutes(3))!;

        Assert.Equal(
            [(Now, Judgement.Abuse, true, 10L), (Now.AddMinutes(3), Judgement.None, false, 12L)],
            (await FollowAsync([active, .. steps, judged, again])).Select(episode => (episode.Since, episode.Judgement, episode.IsOver, Assert.Single(episode.Decisions).Measured)));
    }

    [Fact]
    public async Task A_record_whose_beginning_is_gone_is_read_from_where_it_begins()
    {
        var active = Rules.Decide(null, Alice, Decision(Verdict.Suspend, 10), Now)!;
        var lifted = SuspensionRules.Resume(active, Judgement.FalsePositive, Now.AddMinutes(1), "ops", "x")!;

        var episode = Assert.Single(await FollowAsync(lifted));
        Assert.Equal((1, Judgement.FalsePositive, true), (episode.Decisions.Count, episode.Judgement, episode.IsOver));
    }

    [Fact]
    public async Task A_slip_that_was_removed_is_no_episode_and_what_comes_later_is_one()
    {
        var slip = SuspensionRules.Suspend(null, Alice, null, Now, "ops", "x")!;
        var removed = SuspensionRules.Remove(slip, Now.AddMinutes(1), "ops", "x")!;
        var again = SuspensionRules.Suspend(removed, Alice, null, Now.AddMinutes(2), "ops", "x")!;

        Assert.Empty(await FollowAsync(slip, removed));
        Assert.Equal(again.Since, Assert.Single(await FollowAsync(slip, removed, again)).Since);
    }

    [Fact]
    public async Task What_is_on_record_of_late_evidence_is_an_episode_of_its_own_however_often_it_grows_graver()
    {
        var lifted = SuspensionRules.Resume(Rules.Decide(null, Alice, Decision(Verdict.Suspend, 10), Now), Judgement.Abuse, Now.AddMinutes(1), "ops", "x")!;
        var late = Rules.Decide(lifted, Alice, Late(Verdict.Watch, 5), Now.AddMinutes(2))!;
        var graver = Rules.Decide(late, Alice, Late(Verdict.Suspend, 11), Now.AddMinutes(3))!;
        var judged = SuspensionRules.Amend(graver, new() { Judgement = Judgement.FalsePositive }, Now.AddMinutes(4), "ops")!;

        var episodes = await FollowAsync(lifted, late, graver, judged);
        Assert.Equal([(Judgement.Abuse, true), (Judgement.FalsePositive, true)], episodes.Select(episode => (episode.Judgement, episode.IsOver)));
        Assert.Equal([10L, 5, 11], episodes.SelectMany(episode => episode.Decisions).Select(decision => decision.Measured));
        Assert.Equal((Now.AddMinutes(2), Now.AddMinutes(4)), (episodes[1].Since, episodes[1].Judged));

        static Decision Late(Verdict verdict, int measured) => Decision(verdict, measured) with { Historical = true, ForgottenUntil = Now.AddMinutes(1) };
    }

    [Fact]
    public async Task A_judgement_is_as_old_as_it_was_first_given_and_none_where_it_was_taken_back()
    {
        var active = Rules.Decide(null, Alice, Decision(Verdict.Suspend, 10), Now)!;
        var judged = SuspensionRules.Amend(active, new() { Judgement = Judgement.Abuse }, Now.AddMinutes(1), "ops")!;
        var lifted = SuspensionRules.Resume(judged, Judgement.None, Now.AddMinutes(2), "ops", "x")!;
        var takenBack = SuspensionRules.Amend(lifted, new() { Judgement = Judgement.None }, Now.AddMinutes(3), "ops")!;

        Assert.Equal((Judgement.Abuse, Now.AddMinutes(1)), ((await FollowAsync(active, judged, lifted))[0].Judgement, (await FollowAsync(active, judged, lifted))[0].Judged));
        Assert.Equal((Judgement.None, null), ((await FollowAsync(active, judged, lifted, takenBack))[0].Judgement, (await FollowAsync(active, judged, lifted, takenBack))[0].Judged));
    }

    [Fact]
    public async Task A_decision_of_another_net_or_window_is_another_one()
    {
        var pending = new SuspensionRules(Options.Create(new EnforcementOptions { Immediate = false })).Decide(null, Alice, Decision(Verdict.Suspend, 6), Now)!;
        foreach (var (decision, measured) in new[] { (pending.Decision!, new[] { 6L }), (Decision(Verdict.Suspend, 7) with { Net = "Rate" }, [6, 7]), (Decision(Verdict.Suspend, 7) with { WindowEnd = Now.AddHours(1) }, [6, 7]) })
        {
            Assert.Equal(measured, Assert.Single(await FollowAsync(pending, Rules.Decide(pending, Alice, decision, Now)!)).Decisions.Select(one => one.Measured));
        }
    }

    [Fact]
    public async Task Each_account_is_told_when_its_next_suspension_begins_and_the_last_ones_at_the_end()
    {
        var first = SuspensionRules.Suspend(null, Alice, null, Now, "ops", "x")!;
        var lifted = SuspensionRules.Resume(first, Judgement.None, Now.AddMinutes(1), "ops", "x")!;
        var slip = SuspensionRules.Remove(SuspensionRules.Suspend(lifted, Alice, null, Now.AddMinutes(2), "ops", "x"), Now.AddMinutes(3), "ops", "x")!;
        Assert.Equal(Now.AddMinutes(1), Assert.Single(await FollowAsync(lifted)).Since);
        Assert.Equal(Now, Assert.Single(await FollowAsync(first, lifted, SuspensionRules.Suspend(lifted, Alice, null, Now.AddMinutes(2), "ops", "x")!, slip)).Since);
    }

    private static async Task<List<Episode>> FollowAsync(params Suspension[] transitions) =>
        await Episode.FollowAsync(transitions.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private static Decision Decision(Verdict verdict, int measured) => new("Countries", verdict, measured, measured, "", Now.AddDays(-1), Now, [], 0, DateTimeOffset.MinValue, "rules", "data");
}
