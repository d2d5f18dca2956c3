using System.Management.Automation;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What -From and -To mean: a time without a zone is this machine's, and an end without a time of day is the end of that day.</summary>
internal static class TimeRange
{
    /// <summary>The time between; null with an error where it ends before it begins.</summary>
    public static GeoTimeRange? Of(DateTime? from, DateTime? to, out ErrorRecord? error)
    {
        error = from > to ? Errors.RangeReversed("From", from.Value, "To", to.Value) : null;
        return error is null ? new GeoTimeRange(Start(from), End(to)) : null;
    }

    /// <summary>The instant; null for none.</summary>
    public static DateTimeOffset? Start(DateTime? time) => time is { } given && given > DateTime.MinValue.AddDays(1) ? new DateTimeOffset(given).ToUniversalTime() : null;

    private static DateTimeOffset? End(DateTime? time) => time is { } given && given < DateTime.MaxValue.AddDays(-2)
        ? new DateTimeOffset(given.TimeOfDay == TimeSpan.Zero ? given.AddDays(1) : given.AddTicks(1)).ToUniversalTime()
        : null;
}
