using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>The familiar networks of an account: for each network, the days of the last 64 on which the account was seen there, and for unfamiliar ones, how much it was used from there in the last three days.</summary>
/// <remarks>
/// <para>A network is familiar for an account, on a day, if at least three days before, the account was seen there on two days, or on one of its own first three days. Events come up to 32 hours late, so that nothing
/// can be added to a day three days before one that was seen: what is said of a day never changes again, and does not depend on the order in which events arrive.</para>
/// <para>One day with <see cref="HeavyMinutes"/> from an unfamiliar network makes it familiar as well. Of such a day one minute is kept, the first, for as long as days are; earlier releases drop it, and read the row.</para>
/// <para>A network is established if those two days were at least 14 days before: a few days of quiet use do not make it so.</para>
/// <para>Bounded: of a day the networks with the smallest codes are kept, <see cref="MaximumNetworks"/> while it may still change and <see cref="MaximumOldNetworks"/> later. Which those are does not depend on the order
/// either. Use from private networks is not recorded.</para>
/// </remarks>
public sealed partial class FamiliarityEvidence : Evidence
{
    /// <summary>Networks kept of each of the last three days.</summary>
    public const int MaximumNetworks = 32;

    /// <summary>Days since an account was first seen after which its familiar networks are known: 5. Every net follows it.</summary>
    public const int KnownAfter = 5;

    /// <summary>Networks kept of each earlier day.</summary>
    public const int MaximumOldNetworks = 8;

    /// <summary>Minutes kept of a network and day: the earliest.</summary>
    public const int MaximumMinutes = 32;

    /// <summary>Minutes of a day with logins from unfamiliar networks at which the use of an account counts as unfamiliar: 10.</summary>
    public const int MinimumUnfamiliarMinutes = 10;

    /// <summary>Minutes of one day with logins from an unfamiliar network after which it is familiar: 12. Such a day was judged by itself.</summary>
    public const int HeavyMinutes = 12;

    // Events are at most 32 hours late: of two days before one that was seen, something may still come.
    private const int SettledAfter = 3;

    private readonly OriginList _origins = new();

    // Bit n: n days before the newest, three or more, the use was strange.
    private ulong _strange;

    /// <summary>The kind.</summary>
    public static EvidenceKind<FamiliarityEvidence> Kind { get; } = new(4);

    /// <inheritdoc/>
    public override bool IsEmpty => _origins.Count == 0;

    /// <summary>The newest day, in days since 1970-01-01; meaningless while empty.</summary>
    public long NewestDay { get; private set; }

    /// <inheritdoc/>
    public override bool Record(in Sighting sighting, int age, bool isNew)
    {
        if (sighting.Place.AsWatchOnly() == Place.PrivateNetwork.AsWatchOnly())
        {
            return false;
        }

        var minute = MinuteSet.Of(sighting.Time);
        var day = MinuteSet.DayOf(minute);
        if (IsEmpty || day > NewestDay)
        {
            MoveTo(day);
        }

        var origin = Origin.Of(sighting);
        var bit = 1UL << (int)(NewestDay - day);
        var at = _origins.Find(origin);
        var known = at >= 0 ? _origins[at] : new OriginActivity(origin, 0, []);
        if ((known.Days & bit) == 0)
        {
            if (!MakeRoom(bit, origin))
            {
                return false;
            }

            at = _origins.Find(origin);
        }

        var (settled, minutes) = (Lives(known, day), known.Minutes);
        if (!settled)
        {
            minutes = MinuteSet.With(minutes, minute, MaximumMinutes);
        }

        if ((known.Days & bit) != 0 && ReferenceEquals(minutes, known.Minutes))
        {
            return false;
        }

        _origins.Put(at, known with { Days = known.Days | bit, Minutes = minutes });
        return true;
    }

    /// <inheritdoc/>
    public override void Age(long slots, Slot head)
    {
        // Days are told from the newest day of this evidence.
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _origins.Clear();
        _strange = 0;
    }

    /// <inheritdoc/>
    public override void Encode(ref CompactWriter writer, Slot head)
    {
        if (IsEmpty)
        {
            return;
        }

        writer.Natural((ulong)(DayOf(head) - NewestDay));
        _origins.Encode(ref writer, _strange, (NewestDay + 1) * MinuteSet.ADay);
    }

    /// <inheritdoc/>
    public override void Decode(ref CompactReader reader, Slot head)
    {
        if (reader.IsAtEnd)
        {
            return;
        }

        NewestDay = DayOf(head) - (long)Math.Min(reader.Natural(), int.MaxValue);
        _strange = _origins.Decode(ref reader, checked((int)((NewestDay + 1) * MinuteSet.ADay)));
    }

    private void MoveTo(long day)
    {
        var days = IsEmpty ? 0 : day - NewestDay;
        var strange = days > 63 ? 0 : _strange << (int)days;
        for (var age = 0; !IsEmpty && age < SettledAfter; age++)
        {
            if (age + days is >= SettledAfter and < 64 and var later && UnfamiliarOn(NewestDay - age))
            {
                strange |= 1UL << (int)later;
            }
        }

        var before = NewestDay;
        (NewestDay, _strange) = (day, strange);
        for (var i = _origins.Count - 1; i >= 0; i--)
        {
            _origins.Set(i, _origins[i] with { Days = days > 63 ? 0 : _origins[i].Days << (int)days });
        }

        // Days to which nothing can be added any more keep fewer networks. Those that were so before have few already.
        for (var age = SettledAfter; age < SettledAfter + days && age < 64; age++)
        {
            for (var i = _origins.Largest(1UL << age, MaximumOldNetworks); i >= 0; i = _origins.Largest(1UL << age, MaximumOldNetworks))
            {
                _origins.Set(i, Without(_origins[i], age));
            }
        }

        for (var i = 0; i < _origins.Count; i++)
        {
            _origins.Set(i, _origins[i] with { Minutes = MinuteSet.Past(_origins[i].Minutes, before, day, SettledAfter, HeavyMinutes) });
        }
    }

    // Lets a network into a day that is full if its code is smaller than the largest there, which goes.
    private bool MakeRoom(ulong bit, Origin origin)
    {
        var largest = _origins.Largest(bit, MaximumNetworks - 1);
        if (largest < 0)
        {
            return true;
        }

        if (_origins[largest].Origin.Code < origin.Code)
        {
            return false;
        }

        _origins.Set(largest, Without(_origins[largest], System.Numerics.BitOperations.TrailingZeroCount(bit)));
        return true;
    }

    private OriginActivity Without(in OriginActivity origin, int age)
    {
        var day = NewestDay - age;
        return origin with { Days = origin.Days & ~(1UL << age), Minutes = Array.FindAll(origin.Minutes, minute => MinuteSet.DayOf(minute) != day) };
    }

    private static long DayOf(Slot slot) => MinuteSet.DayOf(checked((int)(slot.Index * 15)));
}
