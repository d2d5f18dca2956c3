using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Azure.Activity;

/// <summary>What a batch tells of one account, and what became of it.</summary>
internal abstract class AccountBatch
{
    public abstract AccountName Account { get; }

    /// <summary>The gravest verdict that the account has reached.</summary>
    public Verdict Reached { get; set; }

    /// <summary>The decision of these events, where there is a new one.</summary>
    public Decision? Decision { get; set; }

    /// <summary>The gravest verdict that is on record as historical.</summary>
    public Verdict ReachedHistorically { get; set; }

    /// <summary>The decision on late evidence, where there is a new one.</summary>
    public Decision? Historical { get; set; }

    /// <summary>The events that were too late to count.</summary>
    public IReadOnlyList<LocatedEvent> TooLate { get; set; } = [];

    /// <summary>Its uses that count for the origins they came from.</summary>
    public IReadOnlyList<OriginUse> Uses { get; set; } = [];

    /// <summary>Whether it is new (<see cref="ActivityChange.IsNew"/>).</summary>
    public bool IsNew { get; set; }

    /// <summary>Tells the uses of origins by a new account, one by one: a list of them all would be a large object. None of what is no login.</summary>
    public virtual void TellNewUses(Action<OriginUse> tell)
    {
    }

    /// <summary>Whether the account is of a bucket that this worker is likely to be told more of, so that reading all of it is worthwhile.</summary>
    public virtual bool IsOfOwnBucket => true;

    /// <summary>Remembers the events in an activity and judges it.</summary>
    public abstract ActivityChange Apply(AccountActivity activity, Detector detector);

    /// <summary>Groups accounts by bucket.</summary>
    protected static IReadOnlyList<(int Bucket, IReadOnlyList<AccountBatch> Accounts)> ByBucket(IEnumerable<AccountBatch> accounts) =>
        [.. accounts.GroupBy(account => AccountBucket.Of(account.Account)).Select(bucket => (bucket.Key, (IReadOnlyList<AccountBatch>)[.. bucket]))];
}
