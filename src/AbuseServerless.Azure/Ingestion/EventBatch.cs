using System.Text;
using AbuseServerless.Detection.Account;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>A batch of one partition as the trigger delivers it: three arrays of one length.</summary>
/// <param name="Hub">Name of the event hub.</param>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Bodies">The messages, in UTF-8.</param>
/// <param name="SequenceNumbers">Their sequence numbers, ascending.</param>
/// <param name="Enqueued">When the hub took them, UTC.</param>
public sealed record EventBatch(string Hub, int Partition, IReadOnlyList<byte[]> Bodies, IReadOnlyList<long> SequenceNumbers, IReadOnlyList<DateTime> Enqueued)
{
    /// <summary>Number of messages.</summary>
    public int Count => Bodies.Count;

    /// <summary>A message as text; U+FFFD stands for what is not UTF-8.</summary>
    public string TextOf(int index) => Encoding.UTF8.GetString(Bodies[index]);

    /// <summary>When the hub took a message, UTC.</summary>
    public DateTimeOffset EnqueuedAt(int index) => new(DateTime.SpecifyKind(Enqueued[index], DateTimeKind.Utc));

    /// <summary>Where a message stands in the hub, the time in whole milliseconds.</summary>
    public EventPosition PositionOf(int index) => new(Partition, SequenceNumbers[index], EnqueuedAt(index).ToWholeMilliseconds());

    /// <summary>A message as a dead letter.</summary>
    public DeadLetter Reject(int index, Rejection rejection) => new(Hub, Partition, SequenceNumbers[index], EnqueuedAt(index), rejection, TextOf(index));
}
