namespace AbuseServerless.Queue;

/// <summary>How many messages were put on hold, released and deleted of late, as the record tells.</summary>
public sealed class QueueTally
{
    /// <summary>How long it is known: 1 day. Who is to hear of it and is away for longer does not.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>How many acts are known at the most: the latest ones.</summary>
    public const int Maximum = 2_000;

    private readonly List<QueueDone> _done = [];

    /// <summary>Takes notice of an entry of the record, before <paramref name="held"/> does.</summary>
    public void Apply(QueueRecord entry, IReadOnlyDictionary<string, HeldMessage> held)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(held);
        var messages = entry.Act switch
        {
            // One that could not be released or deleted is on hold as before, and so is one that a command takes over.
            QueueAct.Held => entry.Messages.Count(id => !held.TryGetValue(id, out var known) || known.Doing == QueueAct.Holding),
            QueueAct.Released or QueueAct.Deleted => entry.Messages.Count,
            _ => 0,
        };
        if (messages == 0)
        {
            return;
        }

        // Of many messages the record has several entries.
        var done = new QueueDone(entry.Time, entry.Act, entry.Account, messages, entry.Transitions, entry.Command);
        if (_done.FindLastIndex(one => one with { Messages = messages } == done) is >= 0 and var same)
        {
            _done[same] = done with { Messages = messages + _done[same].Messages };
            return;
        }

        _done.Add(done);
        if (_done.Count > Maximum)
        {
            _done.RemoveAt(0);
        }
    }

    /// <summary>What was done of late, oldest first.</summary>
    public IReadOnlyList<QueueDone> Latest(DateTimeOffset now) => [.. _done.Where(done => now - done.Time < Kept)];
}
