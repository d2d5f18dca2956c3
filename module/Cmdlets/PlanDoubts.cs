using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What whoever sets a plan may not have meant.</summary>
internal static class PlanDoubts
{
    /// <summary>Whether nothing limits who has the plan, and no net judges them otherwise: a name that was mistyped may be behind it.</summary>
    public static bool LimitsNothing(GeoPlan plan) => plan is
    {
        MessagesPerHour: null, MessagesPerDay: null, RecipientsPerHour: null, RecipientsPerDay: null, DomainsPerHour: null, DomainsPerDay: null, ClientsPer5Minutes: null, Nets: [],
    };

    /// <summary>The doubts, in sentences.</summary>
    /// <param name="plan">The plan as it is to be.</param>
    /// <param name="mayLimitNothing">Whether the operator has said that it is to limit nothing.</param>
    public static IEnumerable<string> Of(GeoPlan plan, bool mayLimitNothing)
    {
        if (LimitsNothing(plan) && !mayLimitNothing)
        {
            yield return $"Plan '{Visible.Of(plan.Name)}' has neither a limit nor a setting of a net: it changes nothing for those who have it.";
        }

        foreach (var (what, hour, day) in new[] { ("Messages", plan.MessagesPerHour, plan.MessagesPerDay), ("Recipients", plan.RecipientsPerHour, plan.RecipientsPerDay), ("Domains", plan.DomainsPerHour, plan.DomainsPerDay) })
        {
            if (hour > day)
            {
                yield return $"{what}PerHour ({hour}) is larger than {what}PerDay ({day}), so it never applies.";
            }
        }

        foreach (var name in plan.For.Where(EndsInOtherDomains))
        {
            yield return $"'{Visible.Of(name)}' also matches accounts of other domains that end so, such as alice@my{Visible.Of(name[1..])}. For one domain, write '*@{Visible.Of(name[1..])}'.";
        }
    }

    // Such as *example.jp; *.example.jp means the domains below it.
    private static bool EndsInOtherDomains(string name) =>
        name is ['*', not ('@' or '.'), ..] && !name.AsSpan(1).ContainsAny('@', '*') && name.Contains('.', StringComparison.Ordinal);
}
