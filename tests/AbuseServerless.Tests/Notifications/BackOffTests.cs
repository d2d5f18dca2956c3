using AbuseServerless.Notifications;

namespace AbuseServerless.Tests.Notifications;

public sealed class BackOffTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Attempts_double_their_distance_up_to_an_hour_and_end_after_a_day()
    {
        var minutes = Attempts(new NotificationOptions()).Select(time => (time - First).TotalMinutes).ToList();
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5, 123.5, 183.5], minutes.Take(10));
        Assert.Equal([1383.5, 1440], minutes.TakeLast(2));
        Assert.Equal(31, minutes.Count);
    }

    [Fact]
    public void A_delay_that_does_not_double_any_more_does_not_overflow_either() =>
        Assert.Equal(First.AddHours(2), BackOff.Next(new NotificationOptions { GiveUpAfter = TimeSpan.FromDays(30) }, 5000, First, First.AddHours(1)));

    [Fact]
    public void One_that_could_not_be_tried_in_time_is_given_up_after_the_attempt_that_was_late() =>
        Assert.Null(BackOff.Next(new NotificationOptions(), 1, First, First.AddDays(3)));

    private static IEnumerable<DateTimeOffset> Attempts(NotificationOptions options)
    {
        var failures = 0;
        for (DateTimeOffset? now = First; now is { } attempt; now = BackOff.Next(options, ++failures, First, attempt))
        {
            yield return attempt;
        }
    }
}
