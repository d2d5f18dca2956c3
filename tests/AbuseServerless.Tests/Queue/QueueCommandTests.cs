using AbuseServerless.Accounts;
using AbuseServerless.Queue;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Queue;

public sealed class QueueCommandTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice@example.test");

    [Theory]
    [InlineData("Alice@Example.test", "+", true)]
    [InlineData("alice+news@example.test", "+", true)]
    [InlineData("alice+news@example.test", "", false)]
    [InlineData("bob@example.test", "+", false)]
    [InlineData("alice@example.org", "+", false)]
    public void It_concerns_the_login_in_any_case_and_with_a_tag(string login, string separator, bool isMeant) =>
        Assert.Equal(isMeant, Of(QueueCommandKind.Hold).Concerns(AccountName.Parse(login), new AccountAliases(separator)));

    [Fact]
    public void One_with_a_tag_concerns_that_login_only() =>
        Assert.False((Of(QueueCommandKind.Hold) with { Account = AccountName.Parse("alice+news@example.test") }).Concerns(Alice, new AccountAliases("+")));

    [Fact]
    public void A_host_that_was_away_does_it_for_a_day_whatever_it_says_itself()
    {
        var command = Of(QueueCommandKind.Delete);
        Assert.False(command.IsOver(Now.AddDays(1).AddTicks(-1)));
        Assert.True(command.IsOver(Now.AddDays(1)));
        Assert.True((command with { Until = Now.AddYears(1) }).IsOver(Now.AddDays(1)));
        Assert.True(Of(QueueCommandKind.List).IsOver(Now.AddMinutes(10)));
    }

    [Fact]
    public void What_came_since_it_was_given_is_not_met_by_a_host_that_was_away_and_clocks_may_differ()
    {
        var command = Of(QueueCommandKind.Delete);
        Assert.Equal(Now.AddSeconds(2), command.Latest(Now.AddSeconds(2)));
        Assert.Equal(Now.AddMinutes(-9), command.Latest(Now.AddMinutes(-9)));
        Assert.Equal(Now.AddMinutes(5), command.Latest(Now.AddHours(3)));
    }

    [Fact]
    public void A_gate_hears_of_one_again_and_again_and_tells_what_became_of_it_once()
    {
        var time = new FakeTimeProvider(Now);
        var set = new QueueCommandSet(time);
        var (first, second) = (Of(QueueCommandKind.Hold), Of(QueueCommandKind.Release) with { Id = "9" });
        set.Apply(second);
        set.Apply(first);
        set.Apply(first);
        Assert.Equal(2, set.Version);
        Assert.Equal([first, second], set.Open());
        set.SetReported(first.Id);
        set.Apply(first);
        Assert.Equal((false, true), (set.IsOpen(first.Id), set.IsOpen(second.Id)));
        Assert.Equal([second], set.Open());
        time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(set.Open());
        set.Apply(first);
        Assert.False(set.IsOpen(first.Id));
        Assert.Equal(2, set.Version);
    }

    private static QueueCommand Of(QueueCommandKind kind) => QueueCommand.Of(kind, Alice, Now, "noc", "x");
}
