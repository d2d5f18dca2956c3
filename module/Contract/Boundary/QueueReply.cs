namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What a mail host answers to an order.</summary>
/// <param name="Order">The order.</param>
/// <param name="Host">The host.</param>
/// <param name="Time">When it was done, UTC.</param>
/// <param name="Messages">Messages to which it was done; of a list, how many are queued.</param>
/// <param name="Refusal">Why it was not done; null where it was.</param>
/// <param name="Mail">Of a list the oldest messages.</param>
public sealed record QueueReply(QueueOrder Order, string Host, DateTimeOffset Time, int Messages, string? Refusal, IReadOnlyList<GeoQueuedMessage> Mail);
