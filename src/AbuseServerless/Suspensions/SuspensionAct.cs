namespace AbuseServerless.Suspensions;

/// <summary>Who did something about a suspension, when and why.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="By"><c>net:Countries</c>, <c>timer</c>, or an operator's name.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SuspensionAct(DateTimeOffset Time, string By, string Reason);
