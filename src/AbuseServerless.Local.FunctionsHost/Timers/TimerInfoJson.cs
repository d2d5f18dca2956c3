using System.Text.Json;
using Google.Protobuf;

namespace AbuseServerless.Local.FunctionsHost.Timers;

/// <summary>What a timer function gets as its TimerInfo.</summary>
internal static class TimerInfoJson
{
    /// <param name="last">The run before; <see cref="DateTime.MinValue"/> where there was none.</param>
    /// <param name="next">The run after.</param>
    /// <param name="isPastDue">Whether the run comes late.</param>
    public static ByteString Of(DateTime last, DateTime next, bool isPastDue) => ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(new
    {
        Schedule = new { AdjustForDST = true },
        ScheduleStatus = new { Last = last, Next = next, LastUpdated = last },
        IsPastDue = isPastDue,
    }));
}
