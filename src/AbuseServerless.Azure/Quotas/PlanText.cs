using System.Globalization;
using AbuseServerless.Quotas;

namespace AbuseServerless.Azure.Quotas;

/// <summary>A plan in a sentence, for the record.</summary>
internal static class PlanText
{
    private const int MaximumListed = 20;

    /// <summary>A plan that was set.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="before">As it was; null where it was not there.</param>
    /// <param name="given">To whom it was given.</param>
    /// <param name="taken">Who had another one before.</param>
    public static string Of(Plan plan, Plan? before, IReadOnlyCollection<PlanPattern> given, IEnumerable<KeyValuePair<PlanPattern, string>> taken)
    {
        var (rules, earlier) = (RulesOf(plan), before is null ? null : RulesOf(before));
        return $"Plan {plan.Name}: {rules}"
            + (earlier is null || earlier == rules ? "" : $"; it was: {earlier}")
            + (given.Count > 0 ? $"; for {Of(given)}" : "")
            + string.Concat(taken.GroupBy(other => other.Value, other => other.Key).Select(other => $"; {Of([.. other])} had plan {other.Key} before"))
            + ".";
    }

    /// <summary>What a plan says: limits, answer and settings of the nets.</summary>
    public static string RulesOf(Plan plan)
    {
        var limits = plan.Limits.All.Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Most} {limit.Measure.ToString().ToLowerInvariant()} {(limit.IsDaily ? "a day" : "an hour")}"))
            .Concat(plan.Limits.ClientsPer5Minutes is { } clients ? [string.Create(CultureInfo.InvariantCulture, $"{clients} clients in 5 minutes")] : Array.Empty<string>());
        return string.Join(", ", limits.DefaultIfEmpty("no limit"))
            + (plan.Answer is { } answer ? $", then {answer}" : "")
            + (plan.Nets.IsEmpty ? "" : $"; nets {string.Join(", ", plan.Nets.Select(net => $"{net.Key}={net.Value}"))}");
    }

    public static string Of(IReadOnlyCollection<PlanPattern> given) =>
        string.Join(", ", given.Take(MaximumListed)) + (given.Count > MaximumListed ? string.Create(CultureInfo.InvariantCulture, $" and {given.Count - MaximumListed} more") : "");
}
