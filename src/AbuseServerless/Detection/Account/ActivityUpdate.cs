using AbuseServerless.Detection.Outcomes;

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
    public static ActivityChange Apply(AccountActivity activity, ReadOnlySpan<LocatedEvent> events, Detector detector)
    {
        var changed = false;
        Decision? decision = null;
        Decision? historical = null;
        List<LocatedEvent>? tooLate = null;
        foreach (var located in events)
        {
            var sighting = new Sighting(located.Event.Time, located.Place, located.Event.Address, located.Event.Recipients, located.Asn);
            var applied = activity.IsApplied(located.Position);
            switch (activity.Record(sighting, detector.Evidence, isNew: !applied))
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

        return new ActivityChange(changed, decision, historical, tooLate ?? []);
    }

    /// <summary>Remembers what became of the account's mail, where a net judges by it, in the order of the outcomes' times, and judges the account after each that is new.</summary>
    /// <param name="activity">What is remembered; changed in place.</param>
    /// <param name="outcomes">Outcomes of this account's mail, sorted by time.</param>
    /// <param name="detector">The nets.</param>
    public static ActivityChange Apply(AccountActivity activity, ReadOnlySpan<LocatedOutcome> outcomes, Detector detector)
    {
        var changed = false;
        Decision? decision = null;
        Decision? historical = null;
        foreach (var outcome in detector.Evidence.Contains(OutcomeEvidence.Kind) ? outcomes : [])
        {
            if (activity.Record(outcome) == RecordOutcome.Changed)
            {
                changed = true;
                Judge(activity, detector, ref decision, ref historical);
            }
        }

        return new ActivityChange(changed, decision, historical, []);
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
