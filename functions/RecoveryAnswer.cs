using AbuseServerless.Accounts;
using AbuseServerless.Azure.Suspensions;

namespace AbuseServerless.Functions;

/// <summary>What a portal is told.</summary>
/// <param name="Account">The account, in its normal form.</param>
/// <param name="Result"><c>recovered</c>; <c>repeated</c> if this password change was known; <c>suspendedSince</c> if the account was suspended after it, and stays so.</param>
/// <param name="Known">Whether the account was seen before, or something was decided about it.</param>
/// <param name="Lifted">Whether a suspension was lifted.</param>
/// <param name="State">Where the account stands now.</param>
/// <param name="Until">When that ends by itself, UTC; null for never.</param>
internal sealed record RecoveryAnswer(string Account, string Result, bool Known, bool Lifted, string State, DateTimeOffset? Until)
{
    public static RecoveryAnswer Of(AccountName account, SuspensionChange change, bool isSeen)
    {
        var now = change.Suspension!;
        var result = change.Changed ? "recovered" : now.IsSuspended ? "suspendedSince" : "repeated";
        return new RecoveryAnswer(
            account.Value, result, isSeen || change.Before is not null, change is { Changed: true, Before.IsSuspended: true }, now.State.ToString(), now.Until);
    }
}
