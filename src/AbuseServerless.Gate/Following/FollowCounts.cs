namespace AbuseServerless.Gate.Following;

/// <summary>What was read of a followed log since the start.</summary>
/// <param name="Path">The log.</param>
/// <param name="Lines">Lines.</param>
/// <param name="Events">Logins and deliveries that came into a spool.</param>
/// <param name="NotUnderstood">Lines that look like mail and were not understood, or cannot be read.</param>
/// <param name="LastEvent">The time of the last event, UTC; null where there was none.</param>
/// <param name="Trouble">Why it is not read now; null where it is.</param>
internal sealed record FollowCounts(string Path, long Lines, long Events, long NotUnderstood, DateTimeOffset? LastEvent, string? Trouble);
