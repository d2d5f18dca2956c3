using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Quotas;

namespace AbuseServerless.Azure.Quotas;

/// <summary>What is put on record of a change of the plans: what was changed, and where it concerns several accounts by name, an entry for each of them too, so that whoever asks about an account finds it.</summary>
internal static class PlanActs
{
    public static IReadOnlyList<OperatorAct> OfSet(Plan plan, StoredPlans stored, IReadOnlyCollection<PlanPattern> given, IReadOnlyCollection<KeyValuePair<PlanPattern, string>> taken)
    {
        var had = taken.ToDictionary(other => other.Key, other => other.Value);
        var whole = Act(OperatorActKind.PlanSet, plan.Name, plan.Since, plan.By, PlanText.Of(plan, stored.Plans.FirstOrDefault(other => other.Name == plan.Name), given, taken), plan.Reason, given);
        return WithEach(whole, given, one => $"Plan {plan.Name} for {one}{(had.TryGetValue(one, out var before) ? $", which had plan {before} before" : "")}. {plan.Reason}");
    }

    public static IReadOnlyList<OperatorAct> OfRemoval(
        string name, Plan? removed, IReadOnlyCollection<PlanPattern> taken, IReadOnlyCollection<UnreadablePlanRow> unreadable, DateTimeOffset now, string by, string reason)
    {
        var plan = removed?.Name ?? name.ToLowerInvariant();
        var what = removed is null && taken.Count == 0 ? ""
            : removed is null ? $"Plan {plan} from {PlanText.Of(taken)}. "
            : $"Plan {plan}. It was: {PlanText.RulesOf(removed)}{(taken.Count > 0 ? $"; for {PlanText.Of(taken)}" : "")}. ";
        var junk = string.Concat(unreadable.Select(row => $"Row {row.Key}, which could not be read: {row.Why} "));
        var whole = Act(OperatorActKind.PlanRemoved, what.Length > 0 ? plan : "", now, by, (what + junk).TrimEnd(), reason, taken);
        return WithEach(whole, taken, one => $"Plan {plan} from {one}. {reason}");
    }

    private static OperatorAct Act(OperatorActKind kind, string plan, DateTimeOffset time, string by, string what, string reason, IReadOnlyCollection<PlanPattern> concerned) => new(time, kind, by, $"{what} {reason}")
    {
        Account = concerned.Count(one => one.IsAccount) == 1 ? concerned.First(one => one.IsAccount).Value : "",
        Plan = plan,
        Wildcards = [.. concerned.Where(one => !one.IsAccount)],
    };

    private static IReadOnlyList<OperatorAct> WithEach(OperatorAct whole, IReadOnlyCollection<PlanPattern> concerned, Func<PlanPattern, string> text) =>
    [
        whole,
        .. whole.Account.Length > 0 ? [] : concerned.Where(one => one.IsAccount).Distinct().Select(one => whole with { Account = one.Value, Wildcards = [], IsOfOne = true, Reason = text(one) }),
    ];
}
