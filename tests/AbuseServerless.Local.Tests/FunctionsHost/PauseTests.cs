using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Rpc;
using AbuseServerless.Local.FunctionsHost.Workers;
using Google.Protobuf.WellKnownTypes;

namespace AbuseServerless.Local.Tests.FunctionsHost;

public class PauseTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1000, 30)]
    public void An_exponential_back_off_doubles_up_to_its_maximum(int failures, int seconds)
    {
        RetryPolicy policy = RetryPolicy.From(new RpcRetryOptions
        {
            MaxRetryCount = -1,
            MinimumInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
            MaximumInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)),
        })!;

        Assert.Equal(TimeSpan.FromSeconds(seconds), policy.Delay(failures));
        Assert.True(policy.Allows(failures));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void A_bounded_policy_with_a_fixed_delay_ends(int failures, bool again)
    {
        RetryPolicy policy = RetryPolicy.From(new RpcRetryOptions
        {
            RetryStrategy = RpcRetryOptions.Types.RetryStrategy.FixedDelay,
            MaxRetryCount = 3,
            DelayInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)),
        })!;

        Assert.Equal(TimeSpan.FromSeconds(2), policy.Delay(failures));
        Assert.Equal(again, policy.Allows(failures));
    }

    [Fact]
    public void A_worker_that_keeps_crashing_waits_longer_and_one_that_has_served_starts_at_once()
    {
        var backOff = new RestartBackOff();

        Assert.Equal(TimeSpan.Zero, backOff.After(TimeSpan.FromSeconds(1)));
        double[] pauses = [.. Enumerable.Range(0, 5).Select(_ => backOff.After(TimeSpan.Zero).TotalSeconds)];
        Assert.Equal([0.5, 1, 2, 4, 5], pauses);
        Assert.Equal(TimeSpan.Zero, backOff.After(TimeSpan.FromMinutes(1)));
    }
}
