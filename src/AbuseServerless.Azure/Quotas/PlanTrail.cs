using AbuseServerless.Accounts;
using AbuseServerless.Azure.Suspensions;

namespace AbuseServerless.Azure.Quotas;

/// <summary>Which of the changes of plans concern an account, in the order in which they were made: those that name it, those of a wildcard that matches it, and those of a plan that it had by either, or has now.</summary>
/// <param name="account">The account.</param>
/// <param name="plan">The plan that applies to it now; null where none does.</param>
internal sealed class PlanTrail(AccountName account, string? plan)
{
    private readonly HashSet<string> _byWildcard = new(StringComparer.Ordinal);
    private string? _own;

    /// <summary>Whether an act is one of them.</summary>
    public bool Concerns(OperatorAct act)
    {
        if (act.Account == account.Value)
        {
            _own = act.Kind == OperatorActKind.PlanSet ? act.Plan : null;
            return true;
        }

        if (act.Wildcards.Any(pattern => pattern.Matches(account)))
        {
            _byWildcard.Add(act.Plan);
            return true;
        }

        return !act.IsOfOne && act.Plan.Length > 0 && (act.Plan == plan || act.Plan == _own || _byWildcard.Contains(act.Plan));
    }
}
