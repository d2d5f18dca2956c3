using AbuseServerless.Ingestion;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>A message that was rejected, or a notification that was given up.</summary>
/// <param name="Hub">The event hub; of a notification, <c>notifications/CHANNEL/ID</c>.</param>
/// <param name="Partition">Its partition; of a notification, 0.</param>
/// <param name="SequenceNumber">Its sequence number; of a notification, the number of the account's transition.</param>
/// <param name="Enqueued">When the hub took it, UTC; of a notification, the time of the transition.</param>
/// <param name="Rejection">Why.</param>
/// <param name="Body">The message, cut to <see cref="DeadLetterTable.MaximumBodyLength"/> characters.</param>
public sealed record DeadLetter(string Hub, int Partition, long SequenceNumber, DateTimeOffset Enqueued, Rejection Rejection, string Body)
{
    /// <summary>Messages that it stands for, from 1: itself, and those of its batch that were rejected for the same reason beyond <see cref="DeadLetterOptions.MaximumPerBatch"/>.</summary>
    public int Messages { get; init; } = 1;
}
