using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Gate.Snapshots;

/// <summary>The suspended accounts as they are kept on disk.</summary>
/// <param name="Saved">When, UTC.</param>
/// <param name="Accounts">The accounts.</param>
/// <param name="Enforcement">What an operator has set; null where none has.</param>
internal sealed record SavedSnapshot(DateTimeOffset Saved, IReadOnlyList<SavedAccount> Accounts, EnforcementChange? Enforcement = null);

/// <summary>A suspended account.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Until">When its suspension ends by itself, UTC; null for never.</param>
/// <param name="Transitions">Number of the transition that made it active.</param>
internal sealed record SavedAccount(string Account, DateTimeOffset? Until, int Transitions)
{
    public static SavedAccount Of(AccountStanding standing) => new(standing.Account.Value, standing.Until, standing.Transitions);

    public AccountStanding ToStanding() => new(AccountName.Parse(Account), SuspensionState.Active, Until, Transitions);
}
