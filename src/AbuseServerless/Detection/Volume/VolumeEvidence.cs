using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Volume;

/// <summary>How much an account sent: for the last three days, its use of unfamiliar networks minute by minute; for all days, its usual volume.</summary>
/// <remarks>
/// <para>Nothing here is a count of events, which may come twice and in any order: a minute is in a set, and beside it stands the largest message's number of recipients. What is usual is told to the quarter of an hour, so that it changes no
/// row that would not change anyhow, and in some ten bytes of a day.</para>
/// <para>A day is three days old before it counts as past: nothing can be added to it then, so what was usual before a day is the same whenever the day is judged.</para>
/// </remarks>
public sealed class VolumeEvidence : Evidence
{
    /// <summary>Minutes of unfamiliar use kept per day, the earliest: 256.</summary>
    public const int MaximumMinutes = 256;

    private const int OpenDays = 3;

    // Numbers of days that are past, and are not in the mean yet because an open day is judged without them.
    private const int WaitingDays = 2;

    // Beside the bits of days.
    private const int HasUsual = 32;
    private const int NewestHasStrange = 64;

    // Days with use, oldest first.
    private readonly List<VolumeDay> _open = [];

    // Days for reuse: an activity is decoded for every event, in place of the one before.
    private readonly Stack<VolumeDay> _spare = [];
    private readonly List<(long Day, int Messages, long Recipients)> _waiting = [];
    private UsualVolume _usual;

    /// <summary>The kind.</summary>
    public static EvidenceKind<VolumeEvidence> Kind { get; } = new(7);

    /// <inheritdoc/>
    public override bool IsEmpty => _open.Count == 0 && _waiting.Count == 0 && _usual == default;

    /// <summary>The days of the last three with use, oldest first.</summary>
    internal IReadOnlyList<VolumeDay> Open => _open;

    /// <inheritdoc/>
    public override bool Record(in Sighting sighting, int age, bool isNew)
    {
        var day = Slot.Of(sighting.Time).Day;
        var at = 0;
        while (at < _open.Count && _open[at].Day < day)
        {
            at++;
        }

        if (at == _open.Count || _open[at].Day != day)
        {
            _open.Insert(at, Begin(day));
        }

        return _open[at].Add(sighting);
    }

    /// <inheritdoc/>
    public override void Age(long slots, Slot head)
    {
        while (_open.Count > 0 && head.Day - _open[0].Day >= OpenDays)
        {
            _waiting.Add(_open[0].Total());
            _spare.Push(_open[0]);
            _open.RemoveAt(0);
        }

        while (_waiting.Count > 0 && head.Day - _waiting[0].Day >= OpenDays + WaitingDays)
        {
            _usual = _usual.With(_waiting[0].Messages, _waiting[0].Recipients);
            _waiting.RemoveAt(0);
        }
    }

    /// <summary>What was usual before an open day: of the days that were past by then.</summary>
    internal UsualVolume UsualOn(long day)
    {
        var usual = _usual;
        foreach (var (past, messages, recipients) in _waiting)
        {
            if (day - past >= OpenDays)
            {
                usual = usual.With(messages, recipients);
            }
        }

        return usual;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        foreach (var open in _open)
        {
            _spare.Push(open);
        }

        _open.Clear();
        _waiting.Clear();
        _usual = default;
    }

    /// <inheritdoc/>
    public override void Encode(ref CompactWriter writer, Slot head)
    {
        if (IsEmpty)
        {
            return;
        }

        // The days are few: a bit for each, by how long ago it was.
        var days = (_usual == default ? 0 : HasUsual) | (_open is [.., { HasStrange: true }] ? NewestHasStrange : 0);
        foreach (var waiting in _waiting)
        {
            days |= 1 << (int)(head.Day - waiting.Day);
        }

        foreach (var open in _open)
        {
            days |= 1 << (int)(head.Day - open.Day);
        }

        writer.Byte((byte)days);
        if (_usual != default)
        {
            _usual.Encode(ref writer);
        }

        foreach (var (_, messages, recipients) in _waiting)
        {
            writer.Natural((ulong)messages);
            writer.Natural((ulong)(recipients - messages));
        }

        for (var i = 0; i < _open.Count; i++)
        {
            _open[i].Encode(ref writer, isLast: i == _open.Count - 1);
        }
    }

    /// <inheritdoc/>
    public override void Decode(ref CompactReader reader, Slot head)
    {
        if (reader.IsAtEnd)
        {
            return;
        }

        var days = reader.Byte();
        _usual = (days & HasUsual) == 0 ? default : UsualVolume.Decode(ref reader);
        for (var age = OpenDays + WaitingDays - 1; age >= OpenDays; age--)
        {
            if ((days >> age & 1) != 0)
            {
                var messages = checked((int)reader.Natural());
                _waiting.Add((head.Day - age, messages, messages + (long)Math.Min(reader.Natural(), int.MaxValue)));
            }
        }

        for (var age = OpenDays - 1; age >= 0; age--)
        {
            if ((days >> age & 1) != 0)
            {
                var isLast = (days & ((1 << age) - 1)) == 0;
                var open = Begin(head.Day - age);
                _open.Add(open);
                open.Decode(ref reader, isLast, isLast && (days & NewestHasStrange) != 0);
            }
        }
    }

    private VolumeDay Begin(long day)
    {
        var begun = _spare.TryPop(out var spare) ? spare : new VolumeDay();
        begun.Begin(day);
        return begun;
    }
}
