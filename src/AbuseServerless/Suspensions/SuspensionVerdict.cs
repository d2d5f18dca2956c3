namespace AbuseServerless.Suspensions;

/// <summary>What an operator judged a suspension of an account to be.</summary>
/// <param name="First">Number of the transition with which that suspension began.</param>
/// <param name="Last">Number of the last transition that is about it, so far.</param>
/// <param name="Judgement">What it was.</param>
public readonly record struct SuspensionVerdict(int First, int Last, Judgement Judgement)
{
    /// <summary>How many earlier verdicts of an account are known: 8, the latest ones.</summary>
    public const int MaximumEarlier = 8;

    /// <summary>Whether what was done on a transition was done on this suspension.</summary>
    public bool Covers(int transition) => First <= transition && transition <= Last;

    /// <summary>The verdicts about an account, oldest first. The suspension of now counts as an error when it is over: until then, it is enforced.</summary>
    /// <param name="earlier">Those about earlier suspensions.</param>
    /// <param name="first">Number of the transition with which the suspension of now began; null in rows of earlier versions, where it stands for all of them.</param>
    /// <param name="transitions">Number of the last transition.</param>
    /// <param name="state">The state.</param>
    /// <param name="judgement">What the suspension of now was judged to be.</param>
    public static IReadOnlyList<SuspensionVerdict> Of(IReadOnlyList<SuspensionVerdict> earlier, int? first, int transitions, SuspensionState state, Judgement judgement) =>
        judgement == Judgement.None || (judgement == Judgement.FalsePositive && state is SuspensionState.Pending or SuspensionState.Active)
            ? earlier
            : [.. earlier, new SuspensionVerdict(first ?? 1, transitions, judgement)];
}
