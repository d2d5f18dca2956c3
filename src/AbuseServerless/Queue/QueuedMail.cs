namespace AbuseServerless.Queue;

/// <summary>A message in a mail server's queue, as operators get to see it: neither sender nor recipient.</summary>
/// <param name="Id">Queue id.</param>
/// <param name="State">Where in the queue it is.</param>
/// <param name="HeldBy">Who put it on hold; null where it is not.</param>
/// <param name="Arrived">When it came into the queue, UTC; null where its file does not tell.</param>
/// <param name="Size">Bytes of the message.</param>
public sealed record QueuedMail(string Id, QueuedMailState State, QueueHolder? HeldBy, DateTimeOffset? Arrived, long Size);
