namespace AbuseServerless.Queue;

/// <summary>What became of commands on this host, as the record tells.</summary>
public sealed class QueueCommandLog
{
    private readonly Dictionary<string, Entry> _commands = new(StringComparer.Ordinal);

    /// <summary>Takes notice of an entry of the record.</summary>
    public void Apply(QueueRecord entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Command is not { } id)
        {
            return;
        }

        switch (entry.Act)
        {
            case QueueAct.Began when entry.Kind is { } kind:
                _commands.TryAdd(id, new Entry(kind, entry.Account, entry.Time));
                break;
            case QueueAct.Refused:
                _commands[id] = new Entry(entry.Kind ?? QueueCommandKind.List, entry.Account, entry.Time) { Answer = new QueueAnswer(id, entry.Time, 0, entry.Refusal) };
                break;
            case QueueAct.Done when _commands.TryGetValue(id, out var done):
                done.Answer = new QueueAnswer(id, entry.Time, done.Messages.Count);
                done.Messages.Clear();
                break;
            case QueueAct act when _commands.TryGetValue(id, out var begun) && act == Outcome(begun.Kind):
                begun.Messages.UnionWith(entry.Messages);
                break;
        }
    }

    /// <summary>When a command was begun that is not done; null where none was.</summary>
    public DateTimeOffset? Began(string id) => _commands.TryGetValue(id, out var entry) && entry.Answer is null ? entry.Began : null;

    /// <summary>Whether the id of a command is new, or was given for the same before: who writes the gate's file could bring another order under an id that was begun.</summary>
    public bool IsConsistent(QueueCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return !_commands.TryGetValue(command.Id, out var entry) || (entry.Kind == command.Kind && entry.Account == command.Account.Value);
    }

    /// <summary>What is to be told of a command; null where it is not done.</summary>
    public QueueAnswer? Find(string id) => _commands.GetValueOrDefault(id)?.Answer;

    /// <summary>Whether a command was done to a message already.</summary>
    public bool IsDone(string id, string message) => _commands.TryGetValue(id, out var entry) && entry.Messages.Contains(message);

    /// <summary>How many commands to delete were begun since a time.</summary>
    public int Deletions(DateTimeOffset since) => _commands.Values.Count(entry => entry.Kind == QueueCommandKind.Delete && entry.Began >= since && entry.Answer?.Refusal is null);

    private static QueueAct? Outcome(QueueCommandKind kind) => kind switch
    {
        QueueCommandKind.Hold => QueueAct.Held,
        QueueCommandKind.Release => QueueAct.Released,
        QueueCommandKind.Delete => QueueAct.Deleted,
        _ => null,
    };

    private sealed class Entry(QueueCommandKind kind, string account, DateTimeOffset began)
    {
        public QueueCommandKind Kind => kind;

        public string Account => account;

        public DateTimeOffset Began => began;

        public HashSet<string> Messages { get; } = new(StringComparer.Ordinal);

        public QueueAnswer? Answer { get; set; }
    }
}
