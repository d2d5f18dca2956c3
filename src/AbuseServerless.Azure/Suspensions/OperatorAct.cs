namespace AbuseServerless.Azure.Suspensions;

/// <summary>What an operator did that concerns neither one account nor an exemption.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Kind">What.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">How much and why.</param>
public sealed record OperatorAct(DateTimeOffset Time, OperatorActKind Kind, string By, string Reason);
