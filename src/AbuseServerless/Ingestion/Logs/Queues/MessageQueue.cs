using System.Diagnostics.CodeAnalysis;

namespace AbuseServerless.Ingestion.Logs.Queues;

/// <summary>What must be remembered of messages in the queue, in bounded memory: the messages that nothing was heard of for longest are forgotten first.</summary>
/// <remarks>
/// A message is kept from its first line that matters to <c>removed</c>, and for <see cref="MaximumSilence"/> without a line. Of a message that is forgotten before, an expiry is not told.
/// </remarks>
internal sealed class MessageQueue
{
    /// <summary>Messages and open recipients kept, where nothing else is said.</summary>
    public const int UsualMemory = 200_000;

    /// <summary>Log time without a line of a message: Postfix tries again at least every 4,000 seconds (maximal_backoff_time) for 5 days (maximal_queue_lifetime).</summary>
    public static readonly TimeSpan MaximumSilence = TimeSpan.FromDays(7);

    private readonly int _maximum;
    private readonly Dictionary<string, LinkedListNode<QueuedMessage>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<QueuedMessage> _byLastLine = [];
    private int _size;

    /// <param name="maximum">Messages and open recipients kept together, from 1.</param>
    public MessageQueue(int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        _maximum = maximum;
    }

    /// <summary>The messages, longest silence first.</summary>
    public IEnumerable<QueuedMessage> Messages => _byLastLine;

    public bool TryGet(string id, [NotNullWhen(true)] out QueuedMessage? message)
    {
        message = _byId.TryGetValue(id, out var node) ? node.Value : null;
        return message is not null;
    }

    /// <summary>Takes the message, new or changed, as the one heard of last.</summary>
    public void Put(QueuedMessage message)
    {
        Remove(message.Id);
        _byId[message.Id] = _byLastLine.AddLast(message);
        _size += message.Size;
        while (_byLastLine.First is { Value: var oldest } && !ReferenceEquals(oldest, message) && (_size > _maximum || message.LastLine - oldest.LastLine > MaximumSilence))
        {
            Remove(oldest.Id);
        }
    }

    public void Remove(string id)
    {
        if (_byId.Remove(id, out var node))
        {
            _byLastLine.Remove(node);
            _size -= node.Value.Size;
        }
    }
}
