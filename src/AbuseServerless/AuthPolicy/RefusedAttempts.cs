using System.Collections.Concurrent;
using AbuseServerless.Accounts;

namespace AbuseServerless.AuthPolicy;

/// <summary>
/// When somebody last tried to log in to each suspended account: it is still under attack, or its owner has not noticed yet. No evidence: a refusal must not prolong itself.
/// </summary>
public sealed class RefusedAttempts
{
    /// <summary>Accounts remembered until they are taken: 100,000; others are not.</summary>
    public const int MaximumAccounts = 100_000;

    private readonly ConcurrentDictionary<AccountName, DateTimeOffset> _last = new();
    private int _count;

    /// <summary>Remembers an attempt; of several, the last.</summary>
    /// <param name="account">The account.</param>
    /// <param name="time">When, UTC.</param>
    public void Note(AccountName account, DateTimeOffset time)
    {
        while (true)
        {
            if (_last.TryGetValue(account, out var known))
            {
                if (known >= time || _last.TryUpdate(account, time, known))
                {
                    return;
                }
            }
            else if (Volatile.Read(ref _count) >= MaximumAccounts)
            {
                return;
            }
            else if (_last.TryAdd(account, time))
            {
                Interlocked.Increment(ref _count);
                return;
            }
        }
    }

    /// <summary>Takes out what is remembered.</summary>
    /// <param name="most">Maximum number of accounts.</param>
    public IReadOnlyList<KeyValuePair<AccountName, DateTimeOffset>> Take(int most)
    {
        var taken = new List<KeyValuePair<AccountName, DateTimeOffset>>();
        foreach (var (account, _) in _last)
        {
            if (taken.Count == most)
            {
                break;
            }

            if (_last.TryRemove(account, out var time))
            {
                Interlocked.Decrement(ref _count);
                taken.Add(new(account, time));
            }
        }

        return taken;
    }
}
