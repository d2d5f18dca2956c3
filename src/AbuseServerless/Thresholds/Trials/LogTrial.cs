using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.SharedOrigins;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Thresholds.Trials;

/// <summary>Tries settings of the nets, all of them at once, on the events of a log: what each would have decided at the time, had nobody been stopped.</summary>
/// <remarks>
/// Events come in the order of time. The activity of every account is held in memory: some kilobytes each. The settings share it, so that for <see cref="SharedOriginsNet"/> an account is found to be abused where any of them suspends it.
/// </remarks>
public sealed class LogTrial(IReadOnlyList<RuleTrial> trials, IGeolocator geolocator, IAsnLookup asn, ExemptionSet exemptions)
{
    private readonly Dictionary<AccountName, TrialTrail> _accounts = [];
    private readonly SharedOriginsOptions[] _shared = [.. trials.Select(trial => trial.SharedOrigins).Where(limits => limits.Gravest != Verdict.None).DistinctBy(limits => (limits.Watch, limits.Suspend, limits.AfterAbuse))];
    private readonly OriginBook _origins = new();
    private readonly Lazy<ReplyClassifier> _classifier = new(() => new ReplyClassifier());
    private long _deliveries;

    /// <summary>Logins that counted.</summary>
    public long Logins { get; private set; }

    /// <summary>Deliveries that an account is known of.</summary>
    public long Deliveries { get; private set; }

    /// <summary>Logins that came more than 32 hours after a later one of their account, which count for nothing.</summary>
    public long TooLate { get; private set; }

    /// <summary>Adds a login. One that failed does not count.</summary>
    public void Add(AuthEvent login)
    {
        if (!login.Success)
        {
            return;
        }

        Logins++;
        var trail = Of(login.Account);
        trail.Logins++;
        var place = exemptions.Apply(login.Account, login.Address, geolocator.Locate(login.Address), login.Time);
        var sighting = new Sighting(login.Time, place, login.Address, login.Recipients, asn.Find(login.Address) ?? 0);
        var outcome = trail.Activity.Record(sighting, EvidenceSet.All, isNew: true, out var isUnfamiliar);
        Judge(trail, outcome);
        if (_shared.Length > 0 && OriginUse.Counts(sighting, outcome)
            && (OriginUse.Of(login.Account, AccountBucket.Of(login.Account), trail.Activity, sighting, isUnfamiliar) ?? NewUse(trail.Activity, new LocatedEvent(login, place, default, 0), sighting)) is { } use)
        {
            foreach (var told in _origins.Note(use with { IsAbuse = use is { IsFamiliar: false, IsNew: false } && trail.FirstSuspendedAt is not null }, _shared))
            {
                var other = Of(told.Account);
                Judge(other, other.Activity.Record(told));
            }
        }
    }

    /// <summary>Adds what became of a message.</summary>
    public void Add(DeliveryEvent delivery)
    {
        var position = new EventPosition(0, _deliveries++, delivery.Time);
        Deliveries += delivery.Account is null ? 0 : 1;
        var reply = delivery.Status == DeliveryStatus.Sent ? ReplyClass.Other : _classifier.Value.Classify(delivery.Dsn, delivery.Reply);
        if (LocatedOutcome.Of(delivery, reply, position) is { } outcome && exemptions.Apply(outcome) is { } counted)
        {
            var trail = Of(counted.Account);
            Judge(trail, trail.Activity.Record(counted));
        }
    }

    /// <summary>What each of the settings would have done.</summary>
    /// <param name="judgements">What is known of accounts.</param>
    public TrialStudy ToStudy(IReadOnlyDictionary<AccountName, Judgement> judgements)
    {
        var tally = new TrialTally(trials);
        foreach (var (account, trail) in _accounts.Where(account => account.Value.Logins > 0))
        {
            tally.Add(trail, judgements.GetValueOrDefault(account));
        }

        return tally.ToStudy();
    }

    private static OriginUse? NewUse(AccountActivity activity, LocatedEvent login, in Sighting sighting) => activity.Of(FamiliarityEvidence.Kind).IsNewAt(sighting) ? OriginUse.OfNewAccount(login) : null;

    private TrialTrail Of(AccountName account)
    {
        if (!_accounts.TryGetValue(account, out var trail))
        {
            _accounts.Add(account, trail = new TrialTrail(trials, new AccountActivity()));
        }

        return trail;
    }

    private void Judge(TrialTrail trail, RecordOutcome outcome)
    {
        TooLate += outcome == RecordOutcome.TooLate ? 1 : 0;
        if (outcome == RecordOutcome.Changed)
        {
            trail.Judge();
        }
    }
}
