namespace AbuseServerless.Suspensions;

/// <summary>What an operator changes of a suspension. What is null stays as it is.</summary>
public sealed record Amendment
{
    /// <summary>As <see cref="Until"/>: the suspension has no end of its own any more.</summary>
    public static readonly DateTimeOffset Forever = DateTimeOffset.MaxValue;

    /// <summary>When it is to end, UTC, or <see cref="Forever"/>.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The reason for it, in one sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>What it is to be judged as; <see cref="Suspensions.Judgement.None"/> takes an earlier judgement back.</summary>
    public Judgement? Judgement { get; init; }
}
