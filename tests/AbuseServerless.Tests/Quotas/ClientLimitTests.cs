using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>From how many clients an account may send at about the same time.</summary>
public sealed class ClientLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly AccountUsage _usage = new();

    [Fact]
    public void As_many_clients_pass_as_the_plan_says_and_each_for_as_long_as_it_goes_on()
    {
        Assert.Equal((true, true, false), (Pass(1, 2), Pass(2, 2), Pass(3, 2)));
        Assert.True(Pass(1, 2, Window / 2));
        Assert.False(Pass(3, 2, Window - TimeSpan.FromMilliseconds(1)));

        // The second is gone, the first has sent since.
        Assert.True(Pass(3, 2, Window));
        Assert.False(Pass(2, 2, Window));
        Assert.True(Pass(1, 2, Window));
    }

    [Fact]
    public void Whatever_order_clients_come_in_no_window_has_more_than_the_limit()
    {
        const int most = 3;
        var random = new Random(4711);
        var (passed, at) = (new List<(DateTimeOffset Time, ulong Client)>(), Now);
        for (var request = 0; request < 5_000; request++)
        {
            at += TimeSpan.FromSeconds(random.Next(0, 60));
            var client = (ulong)random.Next(1, 12);
            if (_usage.Pass(client, most, at)!.Value)
            {
                passed.Add((at, client));
            }
        }

        Assert.InRange(passed.Count, 1_000, 4_999);
        Assert.Equal(most, passed.Max(end => passed.Where(one => one.Time > end.Time - Window && one.Time <= end.Time).Select(one => one.Client).Distinct().Count()));
    }

    [Fact]
    public void Fifty_threads_at_once_bring_no_more_clients_through_than_the_limit()
    {
        var passed = 0;
        Parallel.For(0, 50, client =>
        {
            if (Pass((ulong)client, 7))
            {
                Interlocked.Increment(ref passed);
            }
        });
        Assert.Equal(7, passed);
    }

    [Fact]
    public void A_lower_limit_refuses_new_clients_and_none_that_counts_but_0_refuses_all()
    {
        Assert.Equal((true, true, true), (Pass(1, 3), Pass(2, 3), Pass(3, 3)));
        Assert.Equal((true, false, false), (Pass(1, 1), Pass(4, 1), Pass(1, 0)));
    }

    [Fact]
    public void Usage_is_kept_while_a_client_counts()
    {
        Assert.True(Pass(1, 1));
        Assert.False(_usage.TryClose(Minute(TimeSpan.FromMinutes(4))));
        Assert.True(_usage.TryClose(Minute(Window)));
        Assert.Null(_usage.Pass(1, 1, Now + Window));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void A_client_is_an_address_or_an_ipv6_network_of_64_bits(string one, string other, bool same) => Assert.Equal(same, ClientNumber.Of(one)!.Value == ClientNumber.Of(other)!.Value);

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    public void What_is_no_address_has_no_number(string address) => Assert.Null(ClientNumber.Of(address));

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void No_plan_has_a_limit_out_of_range(int most) => Assert.Equal("ClientsPer5Minutes", Assert.Throws<ArgumentOutOfRangeException>(() => new QuotaLimits { ClientsPer5Minutes = most }).ParamName);

    [Fact]
    public void A_watched_account_has_the_clients_of_its_plan() =>
        Assert.Equal((8, 10), (new WatchedQuota(null, 0.1, null, Window).Limit(new QuotaLimits { ClientsPer5Minutes = 8, MessagesPerDay = 100 }) is var limits ? (limits.ClientsPer5Minutes, limits.MessagesPerDay) : default));

    private static int Minute(TimeSpan later) => SlotCounts.MinuteOf(Now + later);

    private bool Pass(ulong client, int most, TimeSpan later = default) => _usage.Pass(client, most, Now + later)!.Value;
}
