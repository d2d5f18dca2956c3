using System.Runtime.InteropServices;
using AbuseServerless.Activity;
using AbuseServerless.Nets;

namespace AbuseServerless.Azure.Activity;

/// <summary>A batch's events of one account, and what became of them.</summary>
internal sealed class AccountBatch(AccountName account)
{
    // Of events at one instant the first in the batch comes first.
    private static readonly Comparison<LocatedEvent> ByTime = static (one, other) =>
        one.Event.Time.CompareTo(other.Event.Time) is var order and not 0 ? order : one.Index.CompareTo(other.Index);

    private readonly List<LocatedEvent> _events = new(1);

    public AccountName Account => account;

    /// <summary>The events by time, once they are all here.</summary>
    public ReadOnlySpan<LocatedEvent> Events => CollectionsMarshal.AsSpan(_events);

    /// <summary>The gravest verdict that the account has reached.</summary>
    public Verdict Reached { get; set; }

    /// <summary>The decision of these events, where there is a new one.</summary>
    public Decision? Decision { get; set; }

    /// <summary>The events that were too late to count.</summary>
    public IReadOnlyList<LocatedEvent> TooLate { get; set; } = [];

    /// <summary>Groups a batch's events by account, and the accounts by bucket.</summary>
    public static IReadOnlyList<(int Bucket, IReadOnlyList<AccountBatch> Accounts)> Group(IReadOnlyCollection<LocatedEvent> events)
    {
        var accounts = new Dictionary<AccountName, AccountBatch>(events.Count);
        var buckets = new List<AccountBatch>?[AccountBucket.Count];
        foreach (var located in events)
        {
            ref var account = ref CollectionsMarshal.GetValueRefOrAddDefault(accounts, located.Event.Account, out _);
            if (account is null)
            {
                account = new AccountBatch(located.Event.Account);
                (buckets[AccountBucket.Of(account.Account)] ??= []).Add(account);
            }

            account._events.Add(located);
        }

        foreach (var account in accounts.Values)
        {
            if (account._events.Count > 1)
            {
                account._events.Sort(ByTime);
            }
        }

        return [.. buckets.Index().Where(bucket => bucket.Item is not null).Select(bucket => (bucket.Index, (IReadOnlyList<AccountBatch>)bucket.Item!))];
    }
}
