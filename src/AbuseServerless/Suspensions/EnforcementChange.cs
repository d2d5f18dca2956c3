namespace AbuseServerless.Suspensions;

/// <summary>That an operator set whether suspended accounts are refused.</summary>
/// <param name="Mode">What holds from then on.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record EnforcementChange(EnforcementMode Mode, DateTimeOffset Time, string By, string Reason);
