using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;

namespace AbuseServerless.Azure.Activity;

/// <summary>What became of one account's mail.</summary>
/// <param name="account">The account.</param>
/// <param name="outcomes">By time.</param>
internal sealed class OutcomeBatch(AccountName account, LocatedOutcome[] outcomes) : AccountBatch
{
    public override AccountName Account => account;

    /// <inheritdoc/>
    public override ActivityChange Apply(AccountActivity activity, Detector detector) => ActivityUpdate.Apply(activity, outcomes, detector);

    /// <summary>Groups a batch's outcomes by account, and the accounts by bucket.</summary>
    public static IReadOnlyList<(int Bucket, IReadOnlyList<AccountBatch> Accounts)> Group(IEnumerable<LocatedOutcome> outcomes) =>
        ByBucket(outcomes.GroupBy(outcome => outcome.Account).Select(account => new OutcomeBatch(account.Key, [.. account.OrderBy(outcome => outcome.Time)])));
}
