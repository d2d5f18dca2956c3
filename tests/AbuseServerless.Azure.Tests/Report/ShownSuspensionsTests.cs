using AbuseServerless.Accounts;
using AbuseServerless.Azure.Report;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Tests.Report;

public sealed class ShownSuspensionsTests
{
    [Fact]
    public void The_newest_are_shown_and_of_the_others_the_suspended_before_the_unjudged()
    {
        var shown = new ShownSuspensions(newest: 2, open: 3);
        shown.Add(Of("judged-new", SuspensionState.Lifted, 9, Judgement.FalsePositive));
        shown.Add(Of("judged-old", SuspensionState.Lifted, 1, Judgement.Abuse));
        shown.Add(Of("unjudged-new", SuspensionState.Expired, 8));
        shown.Add(Of("unjudged-old", SuspensionState.Expired, 4));
        shown.Add(Of("unjudged-older", SuspensionState.Expired, 3));
        shown.Add(Of("active-old", SuspensionState.Active, 2));
        shown.Add(Of("watched", SuspensionState.Watched, 10));
        shown.Add(Of("historical", SuspensionState.Historical, 10));

        Assert.Equal(["judged-new", "unjudged-new", "unjudged-old", "active-old"], shown.Shown.Select(suspension => suspension.Account.Value));
        Assert.Equal((4, 1, 3), (shown.Open, shown.Standings[SuspensionState.Watched], shown.Standings[SuspensionState.Expired]));
    }

    private static Suspension Of(string account, SuspensionState state, int day, Judgement judgement = Judgement.None) => new()
    {
        Account = AccountName.Parse(account),
        State = state,
        Since = Worker.Start.AddDays(day),
        By = "sato@noc",
        Reason = "Spam.",
        Transitions = 1,
        Judgement = judgement,
    };
}
