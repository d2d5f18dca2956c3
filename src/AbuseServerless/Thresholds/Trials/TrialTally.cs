using AbuseServerless.Detection;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Thresholds.Trials;

/// <summary>Counts whom each of the settings that are tried would have stopped, account by account.</summary>
internal sealed class TrialTally(IReadOnlyList<RuleTrial> trials)
{
    private readonly Count[] _counts = [.. trials.Select(_ => new Count())];
    private int _accounts;
    private int _good;
    private int _abuse;

    /// <summary>Adds an account.</summary>
    /// <param name="trail">Where it stands under each of the settings.</param>
    /// <param name="judgement">What is known of it.</param>
    public void Add(TrialTrail trail, Judgement judgement)
    {
        _accounts++;
        _good += judgement == Judgement.FalsePositive ? 1 : 0;
        _abuse += judgement == Judgement.Abuse ? 1 : 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            var count = _counts[i];
            if (trail.SuspendedAt(i) is not { } suspendedAt)
            {
                count.Watched += trail.Reached(i) == Verdict.Watch ? 1 : 0;
                continue;
            }

            count.Suspended++;
            count.Good += judgement == Judgement.FalsePositive ? 1 : 0;
            if (judgement == Judgement.Abuse)
            {
                count.Later.Add(suspendedAt - trail.FirstSuspendedAt!.Value);
            }
        }
    }

    /// <summary>What each of the settings would have done.</summary>
    public TrialStudy ToStudy()
    {
        var outcomes = trials.Zip(_counts, static (trial, count) => new TrialOutcome(
            trial.Name, count.Suspended, count.Watched, count.Good, count.Later.Count, Median([.. count.Later.Order()]), IsOnFront: false, Recommended: false)).ToList();
        var best = _good < ThresholdOutcome.MinimumJudged || _abuse == 0
            ? null
            : outcomes.Where(outcome => outcome.Good == 0).OrderByDescending(outcome => outcome.Abuse).ThenBy(outcome => outcome.Suspended).ThenBy(outcome => outcome.Later).FirstOrDefault();
        return new TrialStudy(
            _accounts,
            _good,
            _abuse,
            [.. outcomes.Select(outcome => outcome with { IsOnFront = !outcomes.Exists(other => IsBetter(other, outcome)), Recommended = ReferenceEquals(outcome, best) })]);
    }

    private static bool IsBetter(TrialOutcome one, TrialOutcome other) =>
        one.Good <= other.Good && one.Abuse >= other.Abuse && (one.Good < other.Good || one.Abuse > other.Abuse);

    private static long? Median(IReadOnlyList<long> sorted) => sorted.Count == 0 ? null : sorted[(sorted.Count - 1) / 2];

    // Later: of each suspended account known to be abused, how many logins after the fastest of the settings.
    private sealed class Count
    {
        public int Suspended { get; set; }

        public int Watched { get; set; }

        public int Good { get; set; }

        public List<long> Later { get; } = [];
    }
}
