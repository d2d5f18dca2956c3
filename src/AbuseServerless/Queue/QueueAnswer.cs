namespace AbuseServerless.Queue;

/// <summary>What a mail host did about a command.</summary>
/// <param name="Command">Id of the command.</param>
/// <param name="Time">When it was done, UTC.</param>
/// <param name="Messages">How many messages were held, released or deleted; of a list, how many are queued.</param>
/// <param name="Refusal">Why nothing was done; null where it was.</param>
/// <param name="Mail">Of a list the messages, oldest first, <see cref="MaximumListed"/> at the most; null else.</param>
public sealed record QueueAnswer(string Command, DateTimeOffset Time, int Messages, QueueRefusal? Refusal = null, IReadOnlyList<QueuedMail>? Mail = null)
{
    /// <summary>Most messages of a list.</summary>
    public const int MaximumListed = 1_000;
}
