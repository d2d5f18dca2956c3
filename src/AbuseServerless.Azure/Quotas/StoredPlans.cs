using AbuseServerless.Quotas;

namespace AbuseServerless.Azure.Quotas;

/// <summary>All plans, and whom each is for by its name.</summary>
/// <param name="Plans">The plans.</param>
/// <param name="Given">Whom they are for.</param>
/// <param name="Unreadable">How many rows cannot be read. They count for nothing.</param>
public sealed record StoredPlans(IReadOnlyList<Plan> Plans, IReadOnlyList<KeyValuePair<PlanPattern, string>> Given, int Unreadable = 0);
