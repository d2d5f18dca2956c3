namespace AbuseServerless.Queue;

/// <summary>What the file of a queued message tells of it. Nothing else of the message is looked at.</summary>
/// <param name="Login">Who submitted it, as the client gave the login; null where it was submitted without one, or the file does not tell.</param>
/// <param name="Arrived">When it came, UTC; null where the file does not tell.</param>
/// <param name="Size">Bytes of the message; 0 where that is not told.</param>
public readonly record struct QueueFile(string? Login, DateTimeOffset? Arrived, long Size);
