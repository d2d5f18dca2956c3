using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

public sealed class WatchedQuotaTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, 1.0, null)]
    [InlineData(null, 20, 1.0, 20)]
    [InlineData(200, 20, 1.0, 20)]
    [InlineData(10, 20, 1.0, 10)]
    [InlineData(200, null, 0.1, 20)]
    [InlineData(5, null, 0.1, 1)]
    [InlineData(0, null, 0.1, 0)]
    [InlineData(200, 20, 0.01, 2)]
    [InlineData(200, null, 0.0, 0)]
    [InlineData(null, 0, 1.0, 0)]
    public void A_watched_account_has_its_share_of_the_plan_and_no_more_recipients_than_the_limit_of_watched_accounts(int? plan, int? limit, double share, int? most)
    {
        var limits = new WatchedQuota(limit, share, null, TimeSpan.FromDays(7)).Limit(new QuotaLimits { RecipientsPerHour = plan, MessagesPerDay = 100 });
        Assert.Equal((most, (int)Math.Ceiling(100 * share)), (limits.RecipientsPerHour, limits.MessagesPerDay));
        Assert.Equal(most is null ? 1 : 2, limits.All.Length);
    }

    [Fact]
    public void It_holds_while_the_account_is_watched_and_for_no_longer_than_is_set()
    {
        var quota = new WatchedQuota(20, 1, null, TimeSpan.FromDays(7));
        Assert.Equal((false, true, true, false), (quota.Holds(null, Now), quota.Holds(Now, Now), quota.Holds(Now.AddDays(-7).AddTicks(1), Now), quota.Holds(Now.AddDays(-7), Now)));
        Assert.False(new WatchedQuota(null, 1, null, TimeSpan.FromDays(7)).Holds(Now, Now));
        Assert.True(new WatchedQuota(null, 1, QuotaAnswer.Defer, TimeSpan.FromDays(7)).Holds(Now, Now));
        Assert.True(new WatchedQuota(null, 0.5, null, TimeSpan.FromDays(7)).Holds(Now, Now));
    }
}
