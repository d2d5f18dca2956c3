using AbuseServerless.Quotas;

namespace AbuseServerless.Azure.Quotas;

/// <summary>All plans, and whom each is for by its name.</summary>
/// <param name="Plans">The plans.</param>
/// <param name="Given">Whom they are for.</param>
public sealed record StoredPlans(IReadOnlyList<Plan> Plans, IReadOnlyList<KeyValuePair<PlanPattern, string>> Given)
{
    /// <summary>Rows that cannot be read. They count for nothing.</summary>
    public IReadOnlyList<UnreadablePlanRow> Unreadable { get; init; } = [];

    /// <summary>Who has a plan that does not exist, or cannot be read: the next plan that matches applies to them.</summary>
    public IReadOnlyList<KeyValuePair<PlanPattern, string>> WithoutPlan
    {
        get
        {
            var names = Plans.Select(plan => plan.Name).ToHashSet(StringComparer.Ordinal);
            return [.. Given.Where(given => !names.Contains(given.Value))];
        }
    }
}
