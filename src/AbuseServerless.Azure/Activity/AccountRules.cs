using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Quotas;

namespace AbuseServerless.Azure.Activity;

/// <summary>By which settings the nets judge an account: those of its plan, or the installation's. Does not change.</summary>
/// <param name="usual">The installation's.</param>
/// <param name="plans">All plans, and whom they are for.</param>
/// <param name="ofPlans">The nets of those plans that have settings of their own, by the plans' names.</param>
public sealed class AccountRules(Detector usual, PlanSet plans, IReadOnlyDictionary<string, Detector> ofPlans)
{
    /// <summary>The installation's settings for everybody.</summary>
    public AccountRules(Detector usual)
        : this(usual, PlanSet.Empty, new Dictionary<string, Detector>())
    {
    }

    /// <summary>The nets that judge an account.</summary>
    public Detector Of(AccountName account) => ofPlans.Count > 0 && plans.Find(account) is { } plan ? ofPlans.GetValueOrDefault(plan.Name, usual) : usual;

    /// <summary>Whether the nets of any account judge by a kind of evidence.</summary>
    public bool JudgeBy(EvidenceKind kind) => usual.Evidence.Contains(kind) || ofPlans.Values.Any(rules => rules.Evidence.Contains(kind));
}
