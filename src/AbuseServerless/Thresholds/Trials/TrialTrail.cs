using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Thresholds.Trials;

/// <summary>One account, and where it stands under each of the settings that are tried.</summary>
internal sealed class TrialTrail(IReadOnlyList<RuleTrial> trials, AccountActivity activity)
{
    private readonly Verdict[] _reached = new Verdict[trials.Count];
    private readonly long[] _suspendedAt = new long[trials.Count];

    public AccountActivity Activity => activity;

    public long Logins { get; set; }

    public Verdict Reached(int trial) => _reached[trial];

    /// <summary>After how many logins the account was suspended; null where it was not.</summary>
    public long? SuspendedAt(int trial) => _reached[trial] == Verdict.Suspend ? _suspendedAt[trial] : null;

    /// <summary>After how many logins it was suspended by the first of all; null where it was by none.</summary>
    public long? FirstSuspendedAt => Enumerable.Range(0, trials.Count).Min(SuspendedAt);

    /// <summary>Judges the account.</summary>
    /// <param name="gravest">The gravest verdict that it can have.</param>
    public void Judge(Verdict gravest = Verdict.Suspend)
    {
        for (var i = 0; i < trials.Count; i++)
        {
            if (_reached[i] < gravest && trials[i].Detector.Judge(activity, _reached[i]) is { } decision)
            {
                (_reached[i], _suspendedAt[i]) = (decision.Verdict < gravest ? decision.Verdict : gravest, Logins);
            }
        }
    }
}
