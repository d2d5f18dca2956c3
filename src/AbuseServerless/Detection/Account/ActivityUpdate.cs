using AbuseServerless.Accounts;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Detection.Account;

/// <summary>Applies a batch's events of one account to its activity and judges it.</summary>
public static class ActivityUpdate
{
    /// <summary>
    /// Remembers the events in the order of their times and judges the account after each that is new. So a decision is that of the event which closed the
    /// net, and no window leaves the ring unjudged, however batches are cut. What came in time is judged without what came late; both together make nothing but a historical decision.
    /// </summary>
    /// <param name="activity">What is remembered; changed in place.</param>
    /// <param name="events">Events of this account, sorted by time.</param>
    /// <param name="detector">The nets.</param>
    public static ActivityChange Apply(AccountActivity activity, ReadOnlySpan<LocatedEvent> events, Detector detector) =>
        Apply(activity, events, detector, events.IsEmpty ? 0 : AccountBucket.Of(events[0].Event.Account));

    /// <inheritdoc cref="Apply(AccountActivity, ReadOnlySpan{LocatedEvent}, Detector)"/>
    /// <param name="activity">What is remembered; changed in place.</param>
    /// <param name="events">Events of this account, sorted by time.</param>
    /// <param name="detector">The nets.</param>
    /// <param name="bucket">The account's bucket.</param>
    public static ActivityChange Apply(AccountActivity activity, ReadOnlySpan<LocatedEvent> events, Detector detector, int bucket)
    {
        var sharing = detector.Evidence.Contains(SharedOriginsEvidence.Kind);
        var (changed, isNew) = (false, false);
        Decision? decision = null;
        Decision? historical = null;
        List<LocatedEvent>? tooLate = null;
        List<OriginUse>? uses = null;
        foreach (var located in events)
        {
            var sighting = new Sighting(located.Event.Time, located.Place, located.Event.Address, located.Event.Recipients, located.Asn);
            var applied = activity.IsApplied(located.Position);
            var outcome = activity.Record(sighting, detector.Evidence, isNew: !applied, out var isUnfamiliar);
            if (sharing && OriginUse.Counts(sighting, outcome))
            {
                isNew = activity.Of(FamiliarityEvidence.Kind).IsNewAt(sighting);
                if (OriginUse.Of(located.Event.Account, bucket, activity, sighting, isUnfamiliar) is { } use)
                {
                    (uses ??= []).Add(use);
                }
            }

            switch (outcome)
            {
                case RecordOutcome.Changed:
                    changed = true;
                    Judge(activity, detector, ref decision, ref historical);
                    break;
                case RecordOutcome.TooLate when !applied:
                    (tooLate ??= []).Add(located);
                    break;
            }
        }

        if (changed)
        {
            foreach (var located in events)
            {
                activity.Apply(located.Position);
            }
        }

        if (activity.Reached == Verdict.Suspend)
        {
            uses = uses?.ConvertAll(static use => use with { IsAbuse = !use.IsFamiliar });
        }

        return new ActivityChange(changed, decision, historical, tooLate ?? [], uses ?? []) { IsNew = isNew };
    }

    /// <summary>Remembers what became of the account's mail, where a net judges by it, in the order of the outcomes' times, and judges the account after each that is new.</summary>
    /// <param name="activity">What is remembered; changed in place.</param>
    /// <param name="outcomes">Outcomes of this account's mail, sorted by time.</param>
    /// <param name="detector">The nets.</param>
    public static ActivityChange Apply(AccountActivity activity, ReadOnlySpan<LocatedOutcome> outcomes, Detector detector) =>
        Apply(activity, detector.Evidence.Contains(OutcomeEvidence.Kind) ? outcomes : [], detector, static (activity, outcome) => activity.Record(outcome));

    /// <summary>Remembers that the account was used at origins that it shares with others, and judges it after each that is new.</summary>
    /// <param name="activity">What is remembered; changed in place.</param>
    /// <param name="told">What this account is told.</param>
    /// <param name="detector">The nets.</param>
    public static ActivityChange Apply(AccountActivity activity, ReadOnlySpan<SharedOrigin> told, Detector detector) =>
        Apply(activity, told, detector, static (activity, shared) => activity.Record(shared));

    private static ActivityChange Apply<T>(AccountActivity activity, ReadOnlySpan<T> told, Detector detector, Func<AccountActivity, T, RecordOutcome> record)
    {
        var changed = false;
        Decision? decision = null;
        Decision? historical = null;
        foreach (var one in told)
        {
            if (record(activity, one) == RecordOutcome.Changed)
            {
                changed = true;
                Judge(activity, detector, ref decision, ref historical);
            }
        }

        return new ActivityChange(changed, decision, historical, [], []);
    }

    private static void Judge(AccountActivity activity, Detector detector, ref Decision? decision, ref Decision? historical)
    {
        var late = activity.HasLate;
        if (detector.Judge(late ? activity.InTime() : activity, activity.Reached) is { } graver)
        {
            decision = graver;
            activity.Reach(graver.Verdict);
        }

        if (late && detector.Judge(activity, Graver(activity.Reached, activity.ReachedHistorically)) is { } past)
        {
            historical = past with { Historical = true };
            activity.ReachHistorically(past.Verdict);
        }
    }

    private static Verdict Graver(Verdict first, Verdict second) => first > second ? first : second;
}
