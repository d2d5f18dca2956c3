using System.Collections.Concurrent;
using AbuseServerless.Accounts;
using AbuseServerless.Suspensions;

namespace AbuseServerless.AuthPolicy;

/// <summary>
/// The accounts that are suspended or watched at this moment, in memory: asked by any number of threads and changed by others meanwhile. An entry takes some 150 bytes, a look-up some 50 ns.
/// </summary>
/// <remarks>
/// Standings may come in any order and more than once: the one with the larger number of transitions counts. So an account that is no longer suspended is kept for a while, so that a late standing does not
/// suspend it again. A reload receives everything that is active, and ends by dropping everything else; standings that arrive while it runs are kept.
/// </remarks>
public sealed class SuspensionSnapshot(TimeProvider time)
{
    private readonly ConcurrentDictionary<AccountName, Entry> _entries = new();
    private int _generation;
    private long _refreshed;
    private int _active;
    private int _watched;
    private long _version;
    private long _activations;

    /// <summary>Whether everything that is active was read once.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Accounts that are active, those whose time is over included until that is heard.</summary>
    public int Count => Volatile.Read(ref _active);

    /// <summary>Watched accounts, if they were loaded.</summary>
    public int WatchedCount => Volatile.Read(ref _watched);

    /// <summary>Grows whenever <see cref="Active"/>, <see cref="Watched"/> or <see cref="Judged"/> would answer something else than before.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Grows whenever an account becomes active.</summary>
    public long Activations => Volatile.Read(ref _activations);

    /// <summary>Time since it was last known to be up to date; null before it was.</summary>
    public TimeSpan? Age => Volatile.Read(ref _refreshed) is > 0 and var refreshed ? time.GetElapsedTime(refreshed) : null;

    /// <summary>Whether an account is suspended now.</summary>
    public bool IsSuspended(AccountName account) => _entries.TryGetValue(account, out var entry) && entry.Kind == Kind.Active && entry.Ticks > time.GetUtcNow().UtcTicks;

    /// <summary>Since when an account is watched, UTC; null if it is not, or if watched accounts were not loaded.</summary>
    public DateTimeOffset? WatchedSince(AccountName account) =>
        _entries.TryGetValue(account, out var entry) && entry.Watched == 1 ? new DateTimeOffset(entry.Ticks, TimeSpan.Zero) : null;

    /// <summary>Takes notice of a transition that was just made.</summary>
    public void Apply(Suspension suspension) => Apply(AccountStanding.Of(suspension));

    /// <summary>Records the state of an account. Nothing changes if something newer is known.</summary>
    public void Apply(AccountStanding standing)
    {
        var kind = KindOf(standing);
        var ticks = kind switch
        {
            Kind.Active => standing.Until?.UtcTicks ?? long.MaxValue,
            Kind.Watched => standing.Since.UtcTicks,
            _ => 0,
        };
        var next = new Entry(kind, ticks, standing.Transitions, Volatile.Read(ref _generation), standing.Verdicts);
        while (true)
        {
            if (!_entries.TryGetValue(standing.Account, out var known))
            {
                if (_entries.TryAdd(standing.Account, next))
                {
                    Changed(next.Active, next.Watched);
                    return;
                }
            }
            else if (_entries.TryUpdate(standing.Account, known.Transitions > next.Transitions ? known with { Generation = next.Generation } : next, known))
            {
                if (known.Transitions <= next.Transitions && ((known.Kind, known.Ticks, known.Transitions) != (next.Kind, next.Ticks, next.Transitions) || !known.Verdicts.SequenceEqual(next.Verdicts)))
                {
                    Changed(next.Active - known.Active, next.Watched - known.Watched);
                }

                return;
            }
        }
    }

    /// <summary>Says that it is up to date as of an instant.</summary>
    /// <param name="timestamp">Timestamp of the time provider before the reading began; the latest counts.</param>
    public void Refreshed(long timestamp)
    {
        for (var known = Volatile.Read(ref _refreshed); known < timestamp; known = Volatile.Read(ref _refreshed))
        {
            Interlocked.CompareExchange(ref _refreshed, timestamp, known);
        }
    }

    /// <summary>Begins a reload: <see cref="Apply(AccountStanding)"/> everything that is active, then <see cref="EndReload"/>. If it fails, just begin again.</summary>
    public void BeginReload() => Interlocked.Increment(ref _generation);

    /// <summary>Ends a reload: what was active before it began and was not heard of since is so no longer; what was watched, one reload later.</summary>
    public void EndReload()
    {
        var current = Volatile.Read(ref _generation);
        foreach (var (account, entry) in _entries)
        {
            // What has ended is known for one reload more: changes are read anew with an overlap of minutes.
            if (entry.Generation < current - (1 - entry.Active) && _entries.TryRemove(new(account, entry)))
            {
                Changed(-entry.Active, -entry.Watched);
            }
        }

        IsLoaded = true;
    }

    /// <summary>Everything that is suspended, to be kept elsewhere; taking it in again is <see cref="BeginReload"/> and so on.</summary>
    public IEnumerable<AccountStanding> Active() =>
        from pair in _entries
        where pair.Value.Active == 1
        select new AccountStanding(
            pair.Key,
            SuspensionState.Active,
            pair.Value.Ticks == long.MaxValue ? null : new DateTimeOffset(pair.Value.Ticks, TimeSpan.Zero),
            pair.Value.Transitions);

    /// <summary>Everything that is watched, likewise.</summary>
    public IEnumerable<AccountStanding> Watched() =>
        from pair in _entries
        where pair.Value.Watched == 1
        select new AccountStanding(pair.Key, SuspensionState.Watched, null, pair.Value.Transitions) { Since = new DateTimeOffset(pair.Value.Ticks, TimeSpan.Zero) };

    /// <summary>Accounts of which a suspension was judged, whether they are suspended or not, if that was loaded.</summary>
    public IEnumerable<AccountStanding> Judged() =>
        from pair in _entries
        where pair.Value.Verdicts.Count > 0
        select new AccountStanding(pair.Key, SuspensionState.Lifted, null, pair.Value.Transitions) { Verdicts = pair.Value.Verdicts };

    private void Changed(int active, int watched)
    {
        if (active > 0)
        {
            Interlocked.Increment(ref _activations);
        }

        Interlocked.Add(ref _watched, watched);
        Interlocked.Add(ref _active, active);
        Interlocked.Increment(ref _version);
    }

    private static Kind KindOf(in AccountStanding standing) => standing.State switch
    {
        SuspensionState.Active => Kind.Active,
        SuspensionState.Watched => Kind.Watched,
        _ => Kind.Ended,
    };

    private enum Kind : byte
    {
        Ended,
        Active,
        Watched,
    }

    // The end of what is active, and the beginning of what is watched.
    private readonly record struct Entry(Kind Kind, long Ticks, int Transitions, int Generation, IReadOnlyList<SuspensionVerdict> Verdicts)
    {
        public int Active => Kind == Kind.Active ? 1 : 0;

        public int Watched => Kind == Kind.Watched ? 1 : 0;
    }
}
