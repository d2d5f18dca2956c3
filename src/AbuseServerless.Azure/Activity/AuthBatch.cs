using System.Runtime.InteropServices;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Azure.Activity;

/// <summary>AUTH events of one account.</summary>
internal sealed class AuthBatch(LocatedEvent first, int bucket) : AccountBatch
{
    // Of events at one instant the first in the batch comes first.
    private static readonly Comparison<LocatedEvent> ByTime = static (one, other) =>
        one.Event.Time.CompareTo(other.Event.Time) is var order and not 0 ? order : one.Index.CompareTo(other.Index);

    // Most accounts have one event in a batch, and need no list.
    private readonly LocatedEvent _first = first;
    private List<LocatedEvent>? _events;

    public override AccountName Account => _first.Event.Account;

    /// <summary>The events by time, once they are all here.</summary>
    public ReadOnlySpan<LocatedEvent> Events => _events is null ? new ReadOnlySpan<LocatedEvent>(in _first) : CollectionsMarshal.AsSpan(_events);

    /// <inheritdoc/>
    public override void TellNewUses(Action<OriginUse> tell)
    {
        if (!IsNew)
        {
            return;
        }

        foreach (var login in Events)
        {
            if (OriginUse.OfNewAccount(login) is { } use)
            {
                tell(use);
            }
        }
    }

    /// <inheritdoc/>
    public override ActivityChange Apply(AccountActivity activity, Detector detector) => ActivityUpdate.Apply(activity, Events, detector, bucket);

    /// <summary>Groups a batch's events by account, and the accounts by bucket.</summary>
    public static IReadOnlyList<(int Bucket, IReadOnlyList<AccountBatch> Accounts)> Group(IReadOnlyCollection<LocatedEvent> events)
    {
        // Small dictionaries: one for the whole batch would be a large object, whose like make the garbage collector go through everything.
        var buckets = new Dictionary<AccountName, AuthBatch>?[AccountBucket.Count];
        foreach (var located in events)
        {
            var name = located.Event.Account;
            var number = AccountBucket.Of(name);
            ref var account = ref CollectionsMarshal.GetValueRefOrAddDefault(buckets[number] ??= new(events.Count / AccountBucket.Count), name, out var known);
            if (known)
            {
                (account!._events ??= [account._first]).Add(located);
            }
            else
            {
                account = new AuthBatch(located, number);
            }
        }

        var grouped = new List<(int, IReadOnlyList<AccountBatch>)>(AccountBucket.Count);
        for (var number = 0; number < buckets.Length; number++)
        {
            if (buckets[number] is { } bucket)
            {
                AuthBatch[] accounts = [.. bucket.Values];
                Array.ForEach(accounts, static account => account._events?.Sort(ByTime));
                grouped.Add((number, accounts));
            }
        }

        return grouped;
    }
}
