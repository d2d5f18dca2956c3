using AbuseServerless.Accounts;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Queue;

/// <summary>Whose mail is to be held or released, as the gate knows it.</summary>
/// <param name="Enforces">Whether suspensions are enforced; else nothing is held or deleted.</param>
/// <param name="AsOf">When that was known to be so, UTC.</param>
/// <param name="Suspended">The suspended accounts, each with the number of its last transition.</param>
/// <param name="Verdicts">What was judged of the suspensions of accounts.</param>
public sealed record QueueOrders(
    bool Enforces, DateTimeOffset AsOf, IReadOnlyDictionary<AccountName, int> Suspended, IReadOnlyDictionary<AccountName, IReadOnlyList<SuspensionVerdict>> Verdicts)
{
    // A gate that has not heard from the cloud for so long, or does not run any more, cannot know of an account that was resumed.
    private static readonly TimeSpan MaximumAge = TimeSpan.FromHours(1);

    /// <summary>Whether what cannot be undone may be done for these orders: suspensions are enforced, and that was known an hour ago or later.</summary>
    public bool MayEnd(DateTimeOffset now) => Enforces && now - AsOf <= MaximumAge;

    /// <summary>What the suspension on which a message was put on hold was judged to be.</summary>
    public Judgement JudgementOf(HeldMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Verdicts.TryGetValue(message.Account, out var verdicts) ? verdicts.LastOrDefault(verdict => verdict.Covers(message.Transitions)).Judgement : Judgement.None;
    }

    /// <summary>What operators have ordered, oldest first.</summary>
    public IReadOnlyList<QueueCommand> Commands { get; init; } = [];

    /// <summary>Name of the file in which the gate looks for answers; null where it does not.</summary>
    public string? Answers { get; init; }
}
