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
}
