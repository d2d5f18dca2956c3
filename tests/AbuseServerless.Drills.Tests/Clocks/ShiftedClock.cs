namespace AbuseServerless.Drills.Tests.Clocks;

/// <summary>The clock of a machine that is wrong by so much.</summary>
internal sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
