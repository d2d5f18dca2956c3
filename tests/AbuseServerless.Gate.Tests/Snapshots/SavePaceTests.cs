using AbuseServerless.Gate.Snapshots;

namespace AbuseServerless.Gate.Tests.Snapshots;

public sealed class SavePaceTests
{
    [Theory]
    [InlineData(50, 0, true, true)]
    [InlineData(50, 999, false, false)]
    [InlineData(50, 1_000, false, true)]
    [InlineData(500, 499, true, false)]
    [InlineData(500, 500, true, true)]
    [InlineData(500, 9_999, false, false)]
    [InlineData(500, 10_000, false, true)]
    public void A_suspension_is_written_at_once_all_else_after_a_second_and_a_large_file_spares_the_disk(int lastWrite, int pause, bool isUrgent, bool isDue) =>
        Assert.Equal(isDue, new SavePace(TimeSpan.FromMilliseconds(lastWrite)).IsDue(TimeSpan.FromMilliseconds(pause), isUrgent));
}
