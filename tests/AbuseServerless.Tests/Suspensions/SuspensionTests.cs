using AbuseServerless.Accounts;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Tests.Suspensions;

/// <summary>What a state is to those who ask: open, over, to do, and who began it.</summary>
public sealed class SuspensionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly SuspensionAct Act = new(Now.AddHours(-1), "net:Countries", "10 countries");
    private static readonly SuspensionAct End = new(Now.AddMinutes(-5), "noc", "Known");
    private static readonly SuspensionAct Change = new(Now.AddMinutes(-9), "portal:webmail", "Changed");

    [Theory]
    [InlineData(SuspensionState.Watched, true, false, false, false, false)]
    [InlineData(SuspensionState.Pending, true, true, false, true, true)]
    [InlineData(SuspensionState.Active, true, true, false, true, true)]
    [InlineData(SuspensionState.Lifted, false, false, true, true, false)]
    [InlineData(SuspensionState.Expired, false, false, true, true, false)]
    [InlineData(SuspensionState.Historical, false, false, false, false, false)]
    public void What_is_suspended_is_to_do_until_it_is_over_and_judged(SuspensionState state, bool open, bool suspended, bool over, bool toDo, bool toDoThoughJudged)
    {
        var suspension = Of(state);
        Assert.Equal((open, suspended, over, toDo), (suspension.IsOpen, suspension.IsSuspended, suspension.IsOver, suspension.IsToDo));
        Assert.All([Judgement.Abuse, Judgement.FalsePositive], judgement => Assert.Equal(toDoThoughJudged, (suspension with { Judgement = judgement }).IsToDo));
    }

    [Fact]
    public void A_watch_is_the_end_of_a_suspension_only_where_there_was_one()
    {
        Assert.True((Of(SuspensionState.Watched) with { Ended = End }).IsOver);
        Assert.False((Of(SuspensionState.Active) with { Ended = End }).IsOver);
    }

    [Fact]
    public void Whoever_brought_it_to_its_state_began_it_and_not_who_touched_it_last()
    {
        var all = Of(SuspensionState.Active) with { Suspended = Act, Ended = End, Recovered = Change, Until = Now.AddDays(1), By = "judge" };
        Assert.Equal(Act, all.Began);
        Assert.Equal(Act, (all with { State = SuspensionState.Historical }).Began);
        Assert.Equal(End, (all with { State = SuspensionState.Lifted }).Began);
        Assert.Equal(End, (all with { State = SuspensionState.Expired }).Began);
        Assert.Equal(Change, (all with { State = SuspensionState.Watched }).Began);
        Assert.Equal(End, (all with { State = SuspensionState.Watched, Until = null }).Began);
        Assert.Equal(new SuspensionAct(Now, "judge", "x"), (all with { Suspended = null }).Began);
    }

    [Theory]
    [InlineData("net:Countries", "net:Countries", false, true)]
    [InlineData("net:Countries", "timer", false, true)]
    [InlineData("net:Countries", "noc", false, false)]
    [InlineData("net:Countries", "net:Countries", true, false)]
    [InlineData("noc", "net:Countries", false, false)]
    [InlineData("noc", "timer", false, false)]
    [InlineData(null, "net:Countries", false, false)]
    public void A_suspension_is_by_a_net_alone_until_an_operator_says_something_of_it(string? suspended, string last, bool judged, bool alone)
    {
        var suspension = Of(SuspensionState.Active) with { By = last, Suspended = suspended is null ? null : Act with { By = suspended }, Judged = judged ? End : null };
        Assert.Equal((alone, alone), (suspension.IsByNetAlone, (suspension with { State = SuspensionState.Pending }).IsByNetAlone));
        Assert.False((suspension with { State = SuspensionState.Lifted }).IsByNetAlone);
    }

    [Fact]
    public void Only_a_false_positive_is_one_and_a_password_change_is_as_old_as_who_told_of_it_says()
    {
        Assert.Equal([false, true, false], new[] { Judgement.None, Judgement.FalsePositive, Judgement.Abuse }.Select(judgement => (Of(SuspensionState.Lifted) with { Judgement = judgement }).FalsePositive));
        Assert.Equal((null, Change.Time), (Of(SuspensionState.Lifted).PasswordChanged, (Of(SuspensionState.Lifted) with { Recovered = Change }).PasswordChanged));
    }

    private static Suspension Of(SuspensionState state) => new() { Account = AccountName.Parse("alice"), State = state, Since = Now, By = "noc", Reason = "x", Transitions = 1 };
}
