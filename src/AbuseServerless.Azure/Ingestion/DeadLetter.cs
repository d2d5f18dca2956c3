using AbuseServerless.Ingestion;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>A message that was rejected.</summary>
/// <param name="Hub">The event hub.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="SequenceNumber">Its sequence number.</param>
/// <param name="Enqueued">When the hub took it, UTC.</param>
/// <param name="Rejection">Why.</param>
/// <param name="Body">The message, cut to <see cref="DeadLetterTable.LongestBody"/> characters.</param>
public sealed record DeadLetter(string Hub, int Partition, long SequenceNumber, DateTimeOffset Enqueued, Rejection Rejection, string Body);
