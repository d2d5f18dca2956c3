namespace AbuseServerless.Tests;

public sealed class OutageTests
{
    [Fact]
    public void The_beginning_and_the_end_of_an_outage_are_told_once_each()
    {
        var outage = new Outage();
        bool[] fails = [false, true, true, true, false, false, true];

        Assert.Equal([false, true, false, false, true, false, true], fails.Select(isFailure => isFailure ? outage.Begin() : outage.End()));
        Assert.True(outage.IsOn);
    }
}
