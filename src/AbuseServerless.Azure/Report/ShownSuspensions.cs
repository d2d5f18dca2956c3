using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Report;

/// <summary>Chooses the suspensions that a report tells of: those that changed last, and those that an operator has something to do about, the suspended before the unjudged.</summary>
/// <param name="newest">How many of the former.</param>
/// <param name="open">How many of the latter.</param>
internal sealed class ShownSuspensions(int newest, int open)
{
    private readonly PriorityQueue<Suspension, DateTimeOffset> _newest = new();
    private readonly PriorityQueue<Suspension, (bool, DateTimeOffset)> _open = new();
    private readonly SortedDictionary<SuspensionState, int> _standings = [];

    /// <summary>Number of accounts by state.</summary>
    public IReadOnlyDictionary<SuspensionState, int> Standings => _standings;

    /// <summary>How many there are that an operator has something to do about.</summary>
    public int Open { get; private set; }

    /// <summary>The chosen ones, the last changed first.</summary>
    public IReadOnlyList<Suspension> Shown =>
    [
        .. _newest.UnorderedItems.Select(item => item.Element)
            .Concat(_open.UnorderedItems.Select(item => item.Element))
            .DistinctBy(suspension => suspension.Account)
            .OrderByDescending(suspension => suspension.Since)
            .ThenBy(suspension => suspension.Account.Value, StringComparer.Ordinal),
    ];

    /// <summary>Takes an account's suspension: each account once.</summary>
    public void Add(Suspension suspension)
    {
        _standings[suspension.State] = _standings.GetValueOrDefault(suspension.State) + 1;
        if (suspension.State is SuspensionState.Watched or SuspensionState.Historical)
        {
            return;
        }

        Keep(_newest, suspension, suspension.Since, newest);
        if (suspension.IsToDo)
        {
            Open++;
            Keep(_open, suspension, (suspension.IsSuspended, suspension.Since), open);
        }
    }

    private static void Keep<T>(PriorityQueue<Suspension, T> queue, Suspension suspension, T priority, int most)
    {
        queue.Enqueue(suspension, priority);
        if (queue.Count > most)
        {
            queue.Dequeue();
        }
    }
}
