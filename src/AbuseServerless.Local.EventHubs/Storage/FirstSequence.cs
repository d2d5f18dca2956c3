namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>
/// Where the numbering of a new log starts. Were it zero, a checkpoint kept from an earlier log would lie beyond the new
/// one and its reader would skip events. Microseconds since the Unix epoch grow faster than a partition can fill, so a
/// later log starts beyond every earlier one; they stay below 2^53, exact in JSON numbers.
/// </summary>
internal static class FirstSequence
{
    public static long Of(DateTimeOffset start) => start.ToUnixTimeMilliseconds() * 1000;
}
