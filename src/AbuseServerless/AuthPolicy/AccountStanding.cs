using AbuseServerless.Accounts;
using AbuseServerless.Suspensions;

namespace AbuseServerless.AuthPolicy;

/// <summary>As much of a suspension as an answer needs.</summary>
/// <param name="Account">The account.</param>
/// <param name="State">Its state.</param>
/// <param name="Until">When an active suspension ends automatically, UTC; null for never.</param>
/// <param name="Transitions">Number of the transition that brought it there: of two standings of an account, the one with the larger number is newer.</param>
public readonly record struct AccountStanding(AccountName Account, SuspensionState State, DateTimeOffset? Until, int Transitions)
{
    /// <summary>When the transition was made, UTC; of a watch after a password change, when that was told, whatever was judged since. <c>default</c> where it is not known.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether the suspension was called an error.</summary>
    public bool FalsePositive { get; init; }

    /// <summary>What a suspension says.</summary>
    public static AccountStanding Of(Suspension suspension)
    {
        ArgumentNullException.ThrowIfNull(suspension);
        return new AccountStanding(suspension.Account, suspension.State, suspension.Until, suspension.Transitions)
        {
            Since = suspension.State == SuspensionState.Watched ? suspension.Began.Time : suspension.Since,
            FalsePositive = suspension.FalsePositive,
        };
    }
}
