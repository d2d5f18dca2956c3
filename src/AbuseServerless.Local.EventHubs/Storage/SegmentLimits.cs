namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>How long events stay on disk. Both limits are applied to whole segments, whenever a new one begins.</summary>
/// <param name="Events">A partition keeps at least this many, provided that they are young enough.</param>
/// <param name="Age">Segments whose newest event is older are dropped.</param>
/// <param name="SegmentEvents">A segment ends with the batch that reaches this many events,</param>
/// <param name="SegmentBytes">or this many bytes.</param>
internal sealed record SegmentLimits(int Events, TimeSpan Age, int SegmentEvents, int SegmentBytes)
{
    /// <summary>2,000,000 events or 7 days, in segments of 250,000 events or 64 MiB.</summary>
    public static SegmentLimits Default { get; } = new(2_000_000, TimeSpan.FromDays(7), 250_000, 64 * 1024 * 1024);
}
