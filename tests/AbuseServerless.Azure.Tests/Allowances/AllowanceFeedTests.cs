using System.Globalization;
using AbuseServerless.Azure.Allowances;

namespace AbuseServerless.Azure.Tests.Allowances;

public sealed class AllowanceFeedTests
{
    [Theory]
    // The first request of a process that has just started may take a second.
    [InlineData(0, "00:00:00.8", "00:00:05")]
    [InlineData(1_000, "00:00:10", "00:00:05")]
    [InlineData(1_001, "00:00:00.2", "00:00:05")]
    [InlineData(1_001, "00:00:00.8", "00:00:16")]
    [InlineData(1_000_000, "00:00:30", "00:10:00")]
    public void Few_allowances_are_read_every_five_seconds_and_very_many_for_a_twentieth_of_the_time(int allowances, string read, string pause) =>
        Assert.Equal(TimeSpan.Parse(pause, CultureInfo.InvariantCulture), AllowanceFeed.Pause(TimeSpan.Parse(read, CultureInfo.InvariantCulture), allowances));
}
