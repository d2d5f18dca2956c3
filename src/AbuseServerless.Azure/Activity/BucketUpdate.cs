using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Azure.Activity;

/// <summary>Applies a batch's events to what is cached of their accounts, without storage.</summary>
internal static class BucketUpdate
{
    /// <summary>Applies and judges.</summary>
    /// <param name="bucket">What is cached; its rows are not changed.</param>
    /// <param name="accounts">The accounts, which are told what became of them.</param>
    /// <param name="rules">By which settings the nets judge each.</param>
    /// <returns>The rows that have to be written.</returns>
    public static List<ActivityWrite> Apply(CachedBucket bucket, IReadOnlyList<AccountBatch> accounts, AccountRules rules)
    {
        var writes = new List<ActivityWrite>(accounts.Count);
        var activity = bucket.Decoded;
        foreach (var account in accounts)
        {
            RowVersion? version = null;
            byte[]? unreadable = null;
            if (bucket.TryGet(account.Account, out var row))
            {
                // Its account begins anew: trying the batch again would hold up the partition for good.
                unreadable = ActivityEncoding.TryDecode(row.State, activity) ? null : row.State.ToArray();
                version = bucket.Version(account.Account, row);
            }
            else
            {
                activity.Clear();
            }

            var change = account.Apply(activity, rules.Of(account.Account));
            (account.Reached, account.Decision, account.TooLate) = (activity.Reached, change.Decision, change.TooLate);
            (account.ReachedHistorically, account.Historical, account.Uses) = (activity.ReachedHistorically, change.Historical, change.Uses);
            account.IsNew = change.IsNew;

            // Rows of accounts that have reached a verdict are the ones that operators reset: see ActivityRecorder. Those of other buckets were read a moment ago.
            if (change.Changed || (activity.Reached != Verdict.None && account.IsOfOwnBucket) || unreadable is not null)
            {
                writes.Add(new ActivityWrite(account.Account, ActivityEncoding.Encode(activity), version, change.Decision, change.Historical, unreadable));
            }
        }

        return writes;
    }

    /// <summary>Keeps a row that was written.</summary>
    /// <param name="bucket">Where.</param>
    /// <param name="write">The row.</param>
    /// <param name="version">Its new version.</param>
    public static void Keep(CachedBucket bucket, ActivityWrite write, RowVersion version)
    {
        bucket.Keep(write.Account, write.State, version, confirmed: write is { Decision: null, Historical: null } ? null : false);
        if (write.Unreadable is not null)
        {
            UnreadableMetrics.CountSetAside();
        }
    }
}
