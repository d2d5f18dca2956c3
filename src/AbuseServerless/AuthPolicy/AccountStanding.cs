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
    /// <summary>When the transition was made, UTC; of a watch after a password change that was judged since, the time of the change. <c>default</c> where it is not known.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>What was judged of the account's suspensions, oldest first; nothing where that was not asked for.</summary>
    public IReadOnlyList<SuspensionVerdict> Verdicts { get => field ?? []; init; }

    /// <summary>What a suspension says.</summary>
    public static AccountStanding Of(Suspension suspension)
    {
        ArgumentNullException.ThrowIfNull(suspension);
        return new AccountStanding(suspension.Account, suspension.State, suspension.Until, suspension.Transitions)
        {
            Since = suspension is { State: SuspensionState.Watched, Until: not null, Recovered: { } recovered } && suspension.Judged?.Time == suspension.Since ? recovered.Time : suspension.Since,
            Verdicts = suspension.Verdicts,
        };
    }
}
