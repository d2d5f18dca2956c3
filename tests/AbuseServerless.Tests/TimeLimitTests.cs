using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests;

public sealed class TimeLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_is_reached_by_the_clock_that_it_was_given()
    {
        using var stopping = new CancellationTokenSource();
        using var limit = new TimeLimit(TimeSpan.FromSeconds(10), _time, stopping.Token);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(limit.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limit.IsCancellationRequested);
        Assert.False(stopping.IsCancellationRequested);
    }

    [Fact]
    public void Who_stops_everything_stops_it_before()
    {
        using var stopping = new CancellationTokenSource();
        using var limit = new TimeLimit(TimeSpan.FromSeconds(10), _time, stopping.Token);
        stopping.Cancel();
        Assert.True(limit.IsCancellationRequested);
        using var late = new TimeLimit(TimeSpan.FromSeconds(10), _time, stopping.Token);
        Assert.True(late.IsCancellationRequested);
    }

    [Fact]
    public void Once_it_is_done_nothing_reaches_it()
    {
        using var stopping = new CancellationTokenSource();
        var limit = new TimeLimit(TimeSpan.FromSeconds(10), _time, stopping.Token);
        var token = limit.Token;
        limit.Dispose();
        stopping.Cancel();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(token.IsCancellationRequested);
    }
}
