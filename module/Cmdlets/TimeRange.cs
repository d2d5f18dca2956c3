using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What -From and -To mean: a time without a zone is this machine's, and an end without a time of day is the end of that day.</summary>
internal static class TimeRange
{
    // No mail provider's record goes back as far: such a date was read by another calendar than it was written in.
    private static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The time between; null with an error where it ends before it begins, begins in the future, or is of another age.</summary>
    public static GeoTimeRange? Of(DateTime? from, DateTime? to, out ErrorRecord? error)
    {
        error = from > to ? Errors.RangeReversed("From", from.Value, "To", to.Value)
            : from > TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1) ? Errors.DateImplausible("From", from.Value, "in the future")
            : from < Earliest && from != DateTime.MinValue ? Errors.DateImplausible("From", from.Value, "before the year 2000")
            : to < Earliest ? Errors.DateImplausible("To", to.Value, "before the year 2000")
            : null;
        return error is null ? new GeoTimeRange(Start(from), End(to)) : null;
    }

    /// <summary>The instant; null for none.</summary>
    public static DateTimeOffset? Start(DateTime? time) => time is { } given && given > DateTime.MinValue.AddDays(1) ? new DateTimeOffset(given).ToUniversalTime() : null;

    private static DateTimeOffset? End(DateTime? time) => time is { } given && given < DateTime.MaxValue.AddDays(-2)
        ? new DateTimeOffset(given.TimeOfDay == TimeSpan.Zero ? given.AddDays(1) : given.AddTicks(1)).ToUniversalTime()
        : null;
}
