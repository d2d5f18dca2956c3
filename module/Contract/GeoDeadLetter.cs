namespace AbuseServerless.PowerShell;

/// <summary>A message that could not be read as an event.</summary>
/// <param name="Enqueued">When it reached the event hub, UTC.</param>
/// <param name="Reason">The kind of fault, such as <c>BadTime</c>.</param>
/// <param name="Detail">A sentence that names the field.</param>
/// <param name="Hub">The event hub.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="SequenceNumber">Its sequence number there.</param>
/// <param name="Body">The message, cut to 2,048 characters.</param>
public sealed record GeoDeadLetter(DateTimeOffset Enqueued, string Reason, string Detail, string Hub, int Partition, long SequenceNumber, string Body)
{
    /// <summary>Messages that it stands for: itself, and those of its batch that were rejected for the same reason and are not stored (<c>DeadLetters:MaximumPerBatch</c>).</summary>
    public int Messages { get; init; } = 1;
}
