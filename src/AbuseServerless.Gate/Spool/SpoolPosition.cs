namespace AbuseServerless.Gate.Spool;

/// <summary>A place between two events.</summary>
/// <param name="Segment">Number of the first event of the segment file.</param>
/// <param name="Offset">Bytes of the file before the place.</param>
/// <param name="Sequence">Number of the event behind the place: events are numbered from 0 as long as the folder exists.</param>
internal readonly record struct SpoolPosition(long Segment, long Offset, long Sequence);
