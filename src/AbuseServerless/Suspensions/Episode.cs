using System.Runtime.CompilerServices;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;

namespace AbuseServerless.Suspensions;

/// <summary>A suspension, or a watch, from its first transition to its end.</summary>
/// <param name="Account">The account.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="Decisions">The decisions of nets on the way, in their order; none where an operator suspended.</param>
/// <param name="Judgement">What an operator judged it to be.</param>
/// <param name="Judged">When, UTC; null where nobody did.</param>
/// <param name="IsOver">Whether it was lifted or expired, and what was remembered up to then forgotten.</param>
public sealed record Episode(AccountName Account, DateTimeOffset Since, IReadOnlyList<Decision> Decisions, Judgement Judgement, DateTimeOffset? Judged, bool IsOver)
{
    // A slip of an operator's pen, taken back: as if it had never been.
    private bool Removed { get; init; }

    /// <summary>Puts transitions together. An episode comes when the next one of its account begins, or at the end: up to then it may be judged. What was removed as a slip is none. Only the last one of each account is held.</summary>
    /// <param name="transitions">Those of an account in their order. The first ones may be missing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<Episode> FollowAsync(IAsyncEnumerable<Suspension> transitions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = new Dictionary<AccountName, Episode>();
        await foreach (var transition in transitions.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var known = last.GetValueOrDefault(transition.Account);
            if (known is { IsOver: true } && (transition is { IsOpen: true, IsOver: false } or { State: SuspensionState.Historical, From: not SuspensionState.Historical }))
            {
                if (!known.Removed)
                {
                    yield return known;
                }

                known = null;
            }

            last[transition.Account] = With(known ?? new Episode(transition.Account, transition.Since, [], Judgement.None, null, false), transition);
        }

        foreach (var episode in last.Values.Where(episode => !episode.Removed))
        {
            yield return episode;
        }
    }

    private static Episode With(Episode episode, Suspension transition) => episode with
    {
        Decisions = transition.Decision is { } decision && !episode.Decisions.Contains(decision, SameDecision.Instance) ? [.. episode.Decisions, decision] : episode.Decisions,
        Judgement = transition.Judgement,
        Judged = transition.Judgement == Judgement.None ? null : transition.Judgement == episode.Judgement ? episode.Judged : transition.Since,
        IsOver = !transition.IsOpen || transition.IsOver,
        Removed = transition.Removed,
    };

    // Activation and amendment repeat the decision that they rest on.
    private sealed class SameDecision : IEqualityComparer<Decision>
    {
        public static readonly SameDecision Instance = new();

        public bool Equals(Decision? x, Decision? y) => (x?.Net, x?.Verdict, x?.WindowEnd) == (y?.Net, y?.Verdict, y?.WindowEnd);

        public int GetHashCode(Decision decision) => HashCode.Combine(decision.Net, decision.Verdict, decision.WindowEnd);
    }
}
