using System.Collections.Concurrent;

namespace AbuseServerless.Queue;

/// <summary>The commands that a gate has heard of and not reported yet. It may hear of one more than once.</summary>
public sealed class QueueCommandSet(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Whether those from before the start were read.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>Grows with each new command.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Takes notice of a command.</summary>
    public void Apply(QueueCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var now = time.GetUtcNow();
        foreach (var over in _known.Where(known => known.Value.Command.IsOver(now)))
        {
            _known.TryRemove(over);
        }

        if (!command.IsOver(now) && _known.TryAdd(command.Id, new Known(command, false)))
        {
            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Those that are to be done, oldest first.</summary>
    public IReadOnlyList<QueueCommand> Open()
    {
        var now = time.GetUtcNow();
        return [.. _known.Values.Where(known => !known.Reported && !known.Command.IsOver(now)).Select(known => known.Command).OrderBy(command => command.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether a command is known, and nobody was told yet what became of it.</summary>
    public bool IsOpen(string id) => _known.TryGetValue(id, out var known) && !known.Reported;

    /// <summary>It was told what became of a command.</summary>
    public void SetReported(string id)
    {
        if (_known.TryGetValue(id, out var known))
        {
            _known[id] = known with { Reported = true };
        }
    }

    private sealed record Known(QueueCommand Command, bool Reported);
}
