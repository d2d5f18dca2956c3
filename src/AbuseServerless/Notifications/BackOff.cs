namespace AbuseServerless.Notifications;

/// <summary>When to try again: after 30 seconds, a minute, two, four … up to an hour, and not after a day (by default).</summary>
public static class BackOff
{
    /// <summary>The time of the next attempt. The last one is made when the notification reaches the age at which it is given up.</summary>
    /// <param name="options">The delays.</param>
    /// <param name="failures">Attempts that failed; from 1.</param>
    /// <param name="first">When it was first due.</param>
    /// <param name="now">When the last attempt ended.</param>
    /// <returns>Null where it is to be given up.</returns>
    public static DateTimeOffset? Next(NotificationOptions options, int failures, DateTimeOffset first, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var end = first + options.GiveUpAfter;
        if (now >= end)
        {
            return null;
        }

        var delay = options.FirstRetry.TotalMilliseconds * Math.Pow(2, failures - 1);
        var next = now.AddMilliseconds(Math.Min(delay, options.MaximumRetry.TotalMilliseconds));
        return next < end ? next : end;
    }
}
