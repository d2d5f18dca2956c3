using AbuseServerless.Azure.Quotas;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>What is wrong with stored plans, in sentences that say what to do.</summary>
internal static class PlanFaults
{
    private const int MaximumTold = 20;

    public static IReadOnlyList<string> Of(StoredPlans stored)
    {
        string[] all = [.. stored.Unreadable.Select(Unreadable), .. stored.WithoutPlan.GroupBy(given => given.Value, given => given.Key.Value).Select(given => WithoutPlan(given.Key, [.. given]))];
        return all.Length <= MaximumTold ? all : [.. all[..MaximumTold], $"{Quantity.Of(all.Length - MaximumTold, "further fault")} of plans {(all.Length == MaximumTold + 1 ? "is" : "are")} not shown."];
    }

    private static string Unreadable(UnreadablePlanRow row) =>
        $"Row '{row.Key}' of table Plans cannot be read and counts for nothing: {row.Why} To remove it: Remove-GeoPlan {Quoted(row.Key)}"
        + (row.Plan is { } plan ? $"; to create the plan anew: Set-GeoPlan {Quoted(plan)}." : "; then assign the plan again: Set-GeoPlan -For.");

    private static string WithoutPlan(string plan, string[] given) =>
        $"Plan '{plan}' does not exist, but {string.Join(", ", given.Take(MaximumTold))}{(given.Length > MaximumTold ? $" and {Quantity.Of(given.Length - MaximumTold, "other")}" : "")} {(given.Length == 1 ? "has" : "have")} it: the next plan that matches applies, or none."
        + $" To create it: Set-GeoPlan {Quoted(plan)}; to take it from {(given.Length == 1 ? "it" : "them")}: Remove-GeoPlan {Quoted(plan)}.";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
