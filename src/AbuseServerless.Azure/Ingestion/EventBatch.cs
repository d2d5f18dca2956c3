namespace AbuseServerless.Azure.Ingestion;

/// <summary>A batch of one partition as the trigger delivers it: three arrays of one length.</summary>
/// <param name="Hub">Name of the event hub.</param>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Bodies">The messages.</param>
/// <param name="SequenceNumbers">Their sequence numbers, ascending.</param>
/// <param name="Enqueued">When the hub took them, UTC.</param>
public sealed record AuthEventBatch(string Hub, int Partition, IReadOnlyList<string> Bodies, IReadOnlyList<long> SequenceNumbers, IReadOnlyList<DateTime> Enqueued);
