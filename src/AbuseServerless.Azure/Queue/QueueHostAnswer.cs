using AbuseServerless.Queue;

namespace AbuseServerless.Azure.Queue;

/// <summary>What a mail host did about a command.</summary>
/// <param name="Host">The host.</param>
/// <param name="Answer">What it did.</param>
public sealed record QueueHostAnswer(string Host, QueueAnswer Answer);
