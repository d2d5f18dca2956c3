using System.Diagnostics;
using System.Runtime.CompilerServices;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.SharedOrigins;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

/// <summary>
/// What is remembered of one account: the head of its ring of slots, its last reset, what it has reached, and the evidence of the nets, each kind by itself.
/// </summary>
/// <remarks>
/// Everything here is a function of the set of sightings that counted: the same events in another order, repeated or cut
/// into other batches end in the same activity. The ring is 128 slots and the longest window 96, so events may be up to 32
/// slots (8 hours) late and every window is still judged whole.
/// </remarks>
public sealed class AccountActivity
{
    private readonly List<EventPosition> _applied = [];
    private readonly Evidence[] _evidence = new Evidence[EvidenceKind.Tags];
    private readonly List<UnknownSection> _unknown = [];

    // The kinds of which there may be evidence: most accounts have some of half of them, and the others need not be asked.
    private EvidenceSet _touched;

    /// <summary>The activity of an account of which nothing is known.</summary>
    public AccountActivity()
    {
        foreach (var kind in EvidenceKinds.All)
        {
            _evidence[kind.Tag] = kind.Create();
        }
    }

    /// <summary>The newest slot in which the account was seen; meaningless while there are no <see cref="Places"/>.</summary>
    public Slot Head { get; private set; }

    /// <summary>Events at or before this instant do not count, whenever they arrive. It only moves forward.</summary>
    public DateTimeOffset ForgottenUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The gravest verdict recorded since <see cref="ForgottenUntil"/>.</summary>
    public Verdict Reached { get; private set; }

    /// <summary>The gravest verdict since <see cref="ForgottenUntil"/> that is on record as historical: it rests on evidence that came late.</summary>
    public Verdict ReachedHistorically { get; private set; }

    /// <summary>Whether part of the evidence came too late for anything to be enforced on it.</summary>
    public bool HasLate => Of(PlaceEvidence.Kind).HasLate;

    /// <summary>The places of the ring, in the order of <see cref="Place"/>.</summary>
    public IReadOnlyList<PlaceActivity> Places => Of(PlaceEvidence.Kind).All;

    /// <summary>Whether nothing is remembered but the last reset.</summary>
    public bool IsEmpty => _unknown.Count == 0 && Evidence.All(evidence => evidence.IsEmpty);

    /// <summary>The last event of each partition that is part of this activity, by partition.</summary>
    public IReadOnlyList<EventPosition> Applied => _applied;

    /// <summary>Sections of the row that this program does not know, by tag; written again as they are.</summary>
    internal IReadOnlyList<UnknownSection> Unknown => _unknown;

    /// <summary>The evidence of every kind, in the order of their tags.</summary>
    public IEnumerable<Evidence> Evidence => EvidenceKinds.All.Select(kind => _evidence[kind.Tag]);

    /// <summary>The kinds of which there may be evidence: of all others there is none.</summary>
    internal EvidenceSet Touched => _touched;

    /// <summary>The kinds of which there is evidence.</summary>
    internal IEnumerable<EvidenceKind> Kinds => EvidenceKinds.All.Where(kind => !_evidence[kind.Tag].IsEmpty);

    /// <summary>The evidence of a kind; empty where no net needs it.</summary>
    public T Of<T>(EvidenceKind<T> kind)
        where T : Evidence, new()
    {
        // Its kind made it. A cast would look that up for each event a dozen times.
        var evidence = _evidence[kind.Tag];
        Debug.Assert(evidence is T, "Evidence is of its kind.");
        return Unsafe.As<T>(evidence);
    }

    /// <summary>
    /// Whether an event is certainly part of this activity already. Sets do not need to know (they merge by OR); it tells an event that is
    /// delivered again from one that is too late, and keeps counts exact.
    /// </summary>
    public bool IsApplied(EventPosition position)
    {
        foreach (var applied in _applied)
        {
            if (applied.Partition == position.Partition)
            {
                return !position.IsBehind(applied);
            }
        }

        return false;
    }

    /// <summary>Notes that all events of a partition up to a position are part of this activity.</summary>
    public void Apply(EventPosition position)
    {
        var i = 0;
        for (; i < _applied.Count && _applied[i].Partition <= position.Partition; i++)
        {
            if (_applied[i].Partition == position.Partition)
            {
                if (position.IsBehind(_applied[i]))
                {
                    _applied[i] = position;
                }

                return;
            }
        }

        _applied.Insert(i, position);
    }

    /// <summary>Remembers a sighting.</summary>
    /// <param name="sighting">The sighting.</param>
    /// <param name="evidence">What is remembered beside its place.</param>
    /// <param name="isNew">False where it may be part of this activity already (<see cref="IsApplied"/>).</param>
    public RecordOutcome Record(in Sighting sighting, EvidenceSet evidence = default, bool isNew = true) => Record(sighting, evidence, isNew, out _);

    /// <inheritdoc cref="Record(in Sighting, EvidenceSet, bool)"/>
    /// <param name="sighting">The sighting.</param>
    /// <param name="evidence">What is remembered beside its place.</param>
    /// <param name="isNew">False where it may be part of this activity already (<see cref="IsApplied"/>).</param>
    /// <param name="isUnfamiliar"><see cref="Sighting.IsUnfamiliar"/>, also where the sighting is remembered already; false where it did not count.</param>
    internal RecordOutcome Record(in Sighting sighting, EvidenceSet evidence, bool isNew, out bool isUnfamiliar)
    {
        isUnfamiliar = false;
        if (sighting.Time <= ForgottenUntil)
        {
            return RecordOutcome.Forgotten;
        }

        var slot = Slot.Of(sighting.Time);
        if (Places.Count == 0)
        {
            // Every sighting has a place, so there is nothing else of the ring either.
            Head = slot;
        }

        var age = Head.Index - slot.Index;
        if (age >= SlotSet.Capacity)
        {
            return RecordOutcome.TooLate;
        }

        if (age < 0)
        {
            Advance(slot);
            age = 0;
        }

        var changed = Record(PlaceEvidence.Kind.Tag, sighting, (int)age, isNew);
        if (sighting.Place != Place.Exempted && !sighting.Place.IsLate)
        {
            var told = sighting;
            foreach (var tag in evidence.Tags)
            {
                if (tag == PlaceEvidence.Kind.Tag)
                {
                    continue;
                }

                changed |= Record(tag, told, (int)age, isNew);
                if (tag == FamiliarityEvidence.Kind.Tag)
                {
                    told = Of(FamiliarityEvidence.Kind).Tell(sighting);
                    isUnfamiliar = told.IsUnfamiliar;
                }
            }
        }

        return changed ? RecordOutcome.Changed : RecordOutcome.Unchanged;
    }

    /// <summary>Remembers an outcome of the account's mail. It is no sighting: the ring does not move.</summary>
    public RecordOutcome Record(in LocatedOutcome outcome) =>
        outcome.Time <= ForgottenUntil ? RecordOutcome.Forgotten
        : Touch(OutcomeEvidence.Kind).Record(outcome) ? RecordOutcome.Changed
        : RecordOutcome.Unchanged;

    /// <summary>Remembers that the account was used at an origin that it shares with others. It is no sighting: the ring does not move, and an account of which nothing is remembered is not remembered for it.</summary>
    public RecordOutcome Record(in SharedOrigin told) =>
        told.Time <= ForgottenUntil ? RecordOutcome.Forgotten
        : Places.Count > 0 && Touch(SharedOriginsEvidence.Kind).Note(told, Head) ? RecordOutcome.Changed
        : RecordOutcome.Unchanged;

    /// <summary>Forgets everything up to an instant (an operator resumed the account, or its suspension ended).</summary>
    /// <param name="instant">Later than <see cref="ForgottenUntil"/>, else nothing happens.</param>
    public void Forget(DateTimeOffset instant)
    {
        if (instant <= ForgottenUntil)
        {
            return;
        }

        ForgottenUntil = instant;
        (Reached, ReachedHistorically) = (Verdict.None, Verdict.None);
        ClearEvidence();
    }

    /// <summary>Notes that a verdict has been recorded, so that it is not recorded again.</summary>
    public void Reach(Verdict verdict)
    {
        if (verdict > Reached)
        {
            Reached = verdict;
        }
    }

    /// <summary>Notes that a verdict on late evidence has been recorded, so that it is not recorded again.</summary>
    public void ReachHistorically(Verdict verdict)
    {
        if (verdict > ReachedHistorically)
        {
            ReachedHistorically = verdict;
        }
    }

    /// <summary>The activity without the evidence that came late, to be judged: what may be enforced rests on it alone. It shares the rest and is not to be changed.</summary>
    public AccountActivity InTime()
    {
        var view = new AccountActivity { Head = Head, ForgottenUntil = ForgottenUntil, Reached = Reached, ReachedHistorically = ReachedHistorically, _touched = _touched };
        _evidence.CopyTo(view._evidence, 0);
        view._evidence[PlaceEvidence.Kind.Tag] = Of(PlaceEvidence.Kind).InTime();
        return view;
    }

    /// <summary>Becomes the activity of an account of which nothing is known.</summary>
    public void Clear() => Restore(default, DateTimeOffset.MinValue, Verdict.None, Verdict.None);

    /// <summary>Becomes a stored activity without evidence, which is to be read next.</summary>
    internal void Restore(Slot head, DateTimeOffset forgottenUntil, Verdict reached, Verdict reachedHistorically)
    {
        (Head, ForgottenUntil, Reached, ReachedHistorically) = (head, forgottenUntil, reached, reachedHistorically);
        _applied.Clear();
        ClearEvidence();
    }

    internal void Restore(EventPosition applied) => _applied.Add(applied);

    internal void Restore(UnknownSection section) => _unknown.Add(section);

    /// <summary>The evidence of a tag; null where this program knows none.</summary>
    internal Evidence? OfTag(int tag) => tag < EvidenceKind.Tags ? _evidence[tag] : null;

    /// <summary>The evidence of a tag, to be read; null where this program knows none.</summary>
    internal Evidence? Restore(int tag)
    {
        if (OfTag(tag) is not { } evidence)
        {
            return null;
        }

        _touched = _touched.With(tag);
        return evidence;
    }

    // Evidence that holds nothing, and does not change, still holds nothing.
    private bool Record(int tag, in Sighting sighting, int age, bool isNew)
    {
        var changed = _evidence[tag].Record(sighting, age, isNew);
        _touched = changed ? _touched.With(tag) : _touched;
        return changed;
    }

    private T Touch<T>(EvidenceKind<T> kind)
        where T : Evidence, new()
    {
        _touched = _touched.With(kind.Tag);
        return Of(kind);
    }

    private void ClearEvidence()
    {
        _unknown.Clear();
        foreach (var tag in _touched.Tags)
        {
            _evidence[tag].Clear();
        }

        _touched = default;
    }

    private void Advance(Slot head)
    {
        var slots = head.Index - Head.Index;
        foreach (var tag in _touched.Tags)
        {
            _evidence[tag].Age(slots, head);
        }

        for (var i = 0; i < _unknown.Count; i++)
        {
            _unknown[i] = _unknown[i] with { Lag = _unknown[i].Lag + slots };
        }

        Head = head;
    }
}
