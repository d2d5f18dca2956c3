namespace AbuseServerless.PowerShell;

/// <summary>A message of an account in the queue of a mail host. Neither sender nor recipient is told.</summary>
public sealed record GeoQueuedMessage
{
    /// <summary>The account that submitted it.</summary>
    public required string Account { get; init; }

    /// <summary>The mail host.</summary>
    public required string Host { get; init; }

    /// <summary>The mail server's id of it.</summary>
    public required string QueueId { get; init; }

    /// <summary>Where in the queue it is.</summary>
    public GeoQueueState State { get; init; }

    /// <summary>Who put it on hold; null where it is not.</summary>
    public GeoQueueHolder? HeldBy { get; init; }

    /// <summary>When it came into the queue, UTC; null where the host cannot tell.</summary>
    public DateTimeOffset? Arrived { get; init; }

    /// <summary>Bytes of the message.</summary>
    public long Size { get; init; }

    /// <summary>Such as <c>mx1 4Xyz</c>.</summary>
    public override string ToString() => $"{Host} {QueueId}";
}
