using AbuseServerless.Azure.Presence;
using AbuseServerless.Gate.Telemetry;

namespace AbuseServerless.Gate.Tests.Telemetry;

public sealed class HostNameCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly PresenceRow Own = Gate("mx1:7", started: 60, time: 0, helper: 0);

    /// <param name="name">Host and process of the other.</param>
    /// <param name="started">Minutes since it started.</param>
    /// <param name="time">Minutes since it said something.</param>
    /// <param name="helper">Minutes since it heard of its helper; null for never.</param>
    /// <param name="isShared">Whether this host's name is its, too.</param>
    [Theory]
    [InlineData("mx1:8", 500, 1, 1, true)]
    [InlineData("mx1:7", 500, 1, 1, true)]
    [InlineData("mx1:8", 10, 1, 1, true)]
    [InlineData("mx1:7", 60, 0, 0, false)] // This gate itself.
    [InlineData("mx2:8", 500, 1, 1, false)]
    [InlineData("mx1:8", 500, 61, 61, false)] // Its run before.
    [InlineData("mx1:8", 500, 10, 10, false)] // Silent since.
    [InlineData("mx1:8", 500, 1, null, false)] // Another gate of this machine.
    [InlineData("mx1:8", 500, 1, 30, false)]
    public void A_host_name_is_shared_where_another_gate_with_a_helper_goes_on_under_it(string name, int started, int time, int? helper, bool isShared)
    {
        Assert.Equal(isShared, HostNameCheck.IsShared(Own, [Own, Gate(name, started, time, helper)]));
        Assert.False(HostNameCheck.IsShared(Own with { QueueHelper = null }, [Own, Gate(name, started, time, helper)]));
    }

    [Fact]
    public void A_worker_is_no_mail_host() => Assert.False(HostNameCheck.IsShared(Own, [Gate("mx1:8", 500, 1, 1) with { Kind = "worker" }]));

    private static PresenceRow Gate(string name, int started, int time, int? helper) => new()
    {
        Kind = "gate",
        Name = name,
        Version = "0.1.0",
        Started = Now.AddMinutes(-started),
        Time = Now.AddMinutes(-time),
        QueueHelper = helper is { } minutes ? Now.AddMinutes(-minutes) : null,
    };
}
