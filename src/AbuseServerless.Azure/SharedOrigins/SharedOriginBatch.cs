using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Azure.SharedOrigins;

/// <summary>What one account is told of the origins that it shares with others.</summary>
internal sealed class SharedOriginBatch(AccountName account, SharedOrigin[] told) : AccountBatch
{
    public override AccountName Account => account;

    // The accounts of an origin are those of any worker: reading all of their buckets would displace the own ones.
    public override bool IsOfOwnBucket => false;

    /// <inheritdoc/>
    public override ActivityChange Apply(AccountActivity activity, Detector detector) => ActivityUpdate.Apply(activity, told, detector);

    /// <summary>Groups what accounts are told, and the accounts by bucket.</summary>
    public static IReadOnlyList<(int Bucket, IReadOnlyList<AccountBatch> Accounts)> Group(IEnumerable<SharedOrigin> told) =>
        ByBucket(told.GroupBy(shared => shared.Account).Select(account => new SharedOriginBatch(account.Key, [.. account.OrderBy(shared => shared.Day)])));
}
