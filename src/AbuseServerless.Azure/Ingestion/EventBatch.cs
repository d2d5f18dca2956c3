using System.Text;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>A batch of one partition as the trigger delivers it: three arrays of one length.</summary>
/// <param name="Hub">Name of the event hub.</param>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Bodies">The messages, in UTF-8.</param>
/// <param name="SequenceNumbers">Their sequence numbers, ascending.</param>
/// <param name="Enqueued">When the hub took them, UTC.</param>
public sealed record AuthEventBatch(string Hub, int Partition, IReadOnlyList<byte[]> Bodies, IReadOnlyList<long> SequenceNumbers, IReadOnlyList<DateTime> Enqueued)
{
    /// <summary>When the hub took a message.</summary>
    public DateTimeOffset EnqueuedAt(int index) => new(DateTime.SpecifyKind(Enqueued[index], DateTimeKind.Utc));

    /// <summary>A message as a dead letter; in its body U+FFFD stands for what is not UTF-8.</summary>
    public DeadLetter Reject(int index, Rejection rejection) =>
        new(Hub, Partition, SequenceNumbers[index], EnqueuedAt(index), rejection, Encoding.UTF8.GetString(Bodies[index]));
}
