namespace AbuseServerless.Azure.Quotas;

/// <summary>A row of the table of plans that cannot be read: edited by hand, damaged, or of a later version.</summary>
/// <param name="Key">Its key: <c>p:</c> and the name of a plan, <c>f:</c> and whom one is for, or anything else.</param>
/// <param name="Why">What is wrong with it, in a sentence.</param>
public sealed record UnreadablePlanRow(string Key, string Why)
{
    /// <summary>The plan whose row it is, by its key; null where it is none's.</summary>
    public string? Plan => PlanEntity.PlanOf(Key);
}
