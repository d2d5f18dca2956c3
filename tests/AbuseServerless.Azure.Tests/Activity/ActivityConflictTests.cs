using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;

namespace AbuseServerless.Azure.Tests.Activity;

public sealed class ActivityConflictTests
{
    [Theory]
    [InlineData(null, 0, true)]
    [InlineData(-1, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(7, 0, true)]
    [InlineData(8, 0, false)]
    [InlineData(-1, 1, false)]
    [InlineData(99, 1, true)]
    [InlineData(-1, 2, true)]
    public void The_row_that_changed_is_read_and_the_more_others_the_more_often_it_happens(int? behind, int before, bool read) =>
        Assert.Equal(read, new ActivityConflict(AccountName.Parse("alice"), behind).IsToBeRead(before));
}
