namespace AbuseServerless.Suspensions;

/// <summary>That the owner of an account has changed its password.</summary>
/// <param name="PasswordChanged">When, UTC, by the clock of whoever tells; null for the moment at which it is handled.</param>
/// <param name="Watch">How long after that the account is watched; zero for not at all.</param>
/// <param name="Judgement">What the suspension was; <see cref="Judgement.None"/> leaves what was said of it before.</param>
/// <param name="By">Who tells: an operator, a portal or a link in a mail.</param>
/// <param name="Reason">What they say about it, in a sentence; null for nothing.</param>
public sealed record Recovery(DateTimeOffset? PasswordChanged, TimeSpan Watch, Judgement Judgement, string By, string? Reason)
{
    /// <summary>The one suspension of which it may be told: the account must be Active, for that time (<see cref="Suspension.Activations"/>). Null for whatever stands.</summary>
    public int? Activation { get; init; }
}
