using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Outcomes;

/// <summary>What became of an account's own mail: of the last three days a sample of the outcomes, of the 14 before that numbers.</summary>
/// <remarks>
/// Outcomes come from a hub of their own, by a function of its own, which may be ahead of the one for AUTH events or behind it by days (an old log, a backlog). So they neither move the head of the ring nor depend on
/// it: days are told from the newest with an outcome. What comes more than two days late does not count.
/// </remarks>
public sealed class OutcomeEvidence : Evidence
{
    // Days that may still change, and days remembered before them.
    private const int Open = 3;
    private const int Memory = 14;

    // Of eight accepted recipients one is kept: of few messages there may be none, and of more two fewer than there should be.
    private const int MessagesARecipient = 2;
    private const int MissingRecipients = 2;

    // All that the outcomes that are kept of a day can vouch for.
    private const int Vouched = RecentOutcomes.Maximum * LocatedOutcome.AcceptedStandsFor * MessagesARecipient;

    // A person's mail and a clean list have fewer refusals, a spammer's list has several times as many. Three of a few are chance.
    private const int RecipientsARefusal = 25;
    private const int ChanceRefusals = 3;

    private readonly List<RecentOutcomes> _recent = [];
    private readonly List<OutcomeDay> _settled = [];
    private long _newest;

    /// <summary>The kind.</summary>
    public static EvidenceKind<OutcomeEvidence> Kind { get; } = new(5);

    /// <inheritdoc/>
    public override bool IsEmpty => _recent.Count == 0;

    /// <summary>The newest day with an outcome, in days since 1970-01-01; meaningless while empty.</summary>
    public long NewestDay => _newest;

    /// <summary>The days with outcomes, oldest first. Of all but the last three only those with refusals.</summary>
    public IEnumerable<OutcomeDay> Days => _settled.Where(day => day.Refused(Verdict.Watch) > 0).Concat(_recent.Select(day => day.Count()));

    /// <summary>
    /// Whether mail of a day is taken for accepted, one of the last six with an outcome: some mail of the account was accepted on any of the days that are remembered, on this day about one recipient for every two messages after the first 32, and no more than three
    /// were refused, and one more for every twenty-five. So mail whose delivery is deferred is accepted for no more than 32 messages, and of an account of which nothing was accepted none is.
    /// </summary>
    /// <param name="day">The day, in days since 1970-01-01.</param>
    /// <param name="messages">Messages of the day, or recipients where those are judged.</param>
    public bool IsAccepted(long day, int messages)
    {
        var (isKnown, count) = (false, default(OutcomeDay));
        foreach (var one in _settled.Concat(_recent.Select(recent => recent.Count())))
        {
            isKnown |= one.Accepted > 0;
            count = one.Day == day ? one : count;
        }

        return isKnown
            && (count.Accepted + MissingRecipients) * LocatedOutcome.AcceptedStandsFor * MessagesARecipient >= Math.Min(messages, Vouched)
            && count.Refused(Verdict.Watch) <= ChanceRefusals + (count.Recipients / RecipientsARefusal);
    }

    /// <summary>Nothing: outcomes are no sightings.</summary>
    public override bool Record(in Sighting sighting, int age, bool isNew) => false;

    /// <summary>Adds an outcome.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Record(in LocatedOutcome outcome)
    {
        var day = Slot.Of(outcome.Time).Day;
        if (IsEmpty || day > _newest)
        {
            MoveTo(day);
        }

        if (_newest - day >= Open)
        {
            return false;
        }

        var at = 0;
        while (at < _recent.Count && _recent[at].Day < day)
        {
            at++;
        }

        if (at == _recent.Count || _recent[at].Day != day)
        {
            _recent.Insert(at, new RecentOutcomes(day));
        }

        return _recent[at].Add(outcome);
    }

    /// <inheritdoc/>
    public override void Age(long slots, Slot head)
    {
        // Days are told from the newest day of this evidence.
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _recent.Clear();
        _settled.Clear();
    }

    /// <inheritdoc/>
    public override void Encode(ref CompactWriter writer, Slot head)
    {
        if (IsEmpty)
        {
            return;
        }

        writer.Whole(_newest);
        writer.Natural((ulong)_recent.Count);
        foreach (var day in _recent)
        {
            day.Encode(ref writer, _newest);
        }

        foreach (var day in _settled)
        {
            day.Encode(ref writer, _newest);
        }
    }

    /// <inheritdoc/>
    public override void Decode(ref CompactReader reader, Slot head)
    {
        if (reader.IsAtEnd)
        {
            return;
        }

        _newest = reader.Whole();
        for (var left = reader.Count(); left > 0; left--)
        {
            _recent.Add(RecentOutcomes.Decode(ref reader, _newest));
        }

        while (!reader.IsAtEnd)
        {
            _settled.Add(OutcomeDay.Decode(ref reader, _newest));
        }
    }

    private void MoveTo(long day)
    {
        _newest = day;
        while (_recent.Count > 0 && day - _recent[0].Day >= Open)
        {
            if (_recent[0].Count() is var settled && settled.Refused(Verdict.Watch) + settled.Accepted > 0)
            {
                _settled.Add(settled);
            }

            _recent.RemoveAt(0);
        }

        // Those without refusals only as long as AUTH events of their days are judged, which the outcomes may be ahead of.
        _settled.RemoveAll(settled => day - settled.Day >= (settled.Refused(Verdict.Watch) > 0 ? Open + Memory : 2 * Open));
    }
}
