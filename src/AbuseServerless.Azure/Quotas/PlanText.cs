using System.Globalization;
using AbuseServerless.Quotas;

namespace AbuseServerless.Azure.Quotas;

/// <summary>A plan in a sentence, for the record.</summary>
internal static class PlanText
{
    private const int MaximumListed = 20;

    public static string Of(Plan plan, IReadOnlyCollection<PlanPattern> given, IEnumerable<KeyValuePair<PlanPattern, string>> taken)
    {
        var limits = plan.Limits.All.Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Maximum} {limit.Measure.ToString().ToLowerInvariant()} {(limit.IsDaily ? "a day" : "an hour")}"))
            .Concat(plan.Limits.ClientsPer5Minutes is { } clients ? [string.Create(CultureInfo.InvariantCulture, $"{clients} clients in 5 minutes")] : Array.Empty<string>());
        return $"Plan {plan.Name}: {string.Join(", ", limits.DefaultIfEmpty("no limit"))}"
            + (plan.Answer is { } answer ? $", then {answer}" : "")
            + (plan.Nets.IsEmpty ? "" : $"; nets {string.Join(", ", plan.Nets.Select(net => $"{net.Key}={net.Value}"))}")
            + (given.Count > 0 ? $"; for {Of(given)}" : "")
            + string.Concat(taken.GroupBy(other => other.Value, other => other.Key).Select(other => $"; {Of([.. other])} had plan {other.Key} before"))
            + ".";
    }

    public static string Of(IReadOnlyCollection<PlanPattern> given) =>
        string.Join(", ", given.Take(MaximumListed)) + (given.Count > MaximumListed ? string.Create(CultureInfo.InvariantCulture, $" and {given.Count - MaximumListed} more") : "");
}
