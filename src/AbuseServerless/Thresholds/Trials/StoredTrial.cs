using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Together;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Thresholds.Trials;

/// <summary>Tries settings of the nets, all of them at once, on what is stored of accounts: whom each would stop now.</summary>
/// <remarks>
/// An account whose last suspension or watch is over has lost the activity that closed the net, and no setting can be tried on that. So what is known of such an account says nothing about a setting: it is counted, and not among those
/// known to be good or abused. What came late counts, as in a <see cref="ThresholdStudy"/>: whoever imports an old log wants to know what its events show, though nothing is enforced on them.
/// </remarks>
public sealed class StoredTrial(IReadOnlyList<RuleTrial> trials)
{
    private readonly TrialTally _tally = new(trials);
    private readonly HashSet<EvidenceKind> _seen = [];
    private readonly Dictionary<AccountName, (bool IsOver, Judgement Judgement)> _last = [];

    /// <summary>Accounts whose last suspension or watch is over.</summary>
    public int Discarded { get; private set; }

    /// <summary>The nets for which no account has any evidence: they are off, or nothing that they judge by has happened. Together has none of its own.</summary>
    public IReadOnlyList<string> WithoutEvidence => [.. new NetsOptions().CreateNets().Where(net => net.Name != TogetherNet.Name && !net.Evidence.All(_seen.Contains)).Select(net => net.Name)];

    /// <summary>Adds an episode, in the order of time and before its account: the last one of an account tells what is known of it.</summary>
    public void Add(Episode episode) => _last[episode.Account] = (episode.IsOver, episode.Judgement);

    /// <summary>Adds an account.</summary>
    /// <param name="account">Its name.</param>
    /// <param name="activity">What is stored of it.</param>
    /// <param name="gravest">The gravest verdict that its exemptions let it have.</param>
    public void Add(AccountName account, AccountActivity activity, Verdict gravest)
    {
        var (isOver, judgement) = _last.GetValueOrDefault(account);
        _seen.UnionWith(activity.Kinds);
        Discarded += isOver ? 1 : 0;
        var trail = new TrialTrail(trials, activity);
        trail.Judge(gravest);
        _tally.Add(trail, isOver ? Judgement.None : judgement);
    }

    /// <summary>What each of the settings would do. How much later is not known.</summary>
    public TrialStudy ToStudy()
    {
        var study = _tally.ToStudy();
        return study with { Outcomes = [.. study.Outcomes.Select(outcome => outcome with { Later = null })] };
    }
}
