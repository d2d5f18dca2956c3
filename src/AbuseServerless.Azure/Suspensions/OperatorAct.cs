using AbuseServerless.Quotas;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>What an operator did that is neither a transition of an account nor a change of the exemptions.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">How much and why.</param>
public sealed record OperatorAct(DateTimeOffset Time, OperatorActKind Kind, string By, string Reason)
{
    /// <summary>The account, or <c>@</c> and the domain, that it is about; empty where it is about none.</summary>
    public string Account { get; init; } = "";

    /// <summary>The plan that was changed; empty where none was.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Domains and wildcards to which that plan was given, or from which it was taken.</summary>
    public IReadOnlyList<PlanPattern> Wildcards { get; init; } = [];

    /// <summary>Whether it tells of one account what another entry tells of several.</summary>
    public bool IsOfOne { get; init; }

    /// <summary>Id of the command for which a mail host did it; null where none was.</summary>
    public string? Command { get; init; }
}
