using AbuseServerless.Detection.Account;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Familiarity;

/// <content>What is said of the days that are remembered.</content>
public sealed partial class FamiliarityEvidence
{
    private const int FirstDays = 3;

    // A weekly newsletter is sent a few hours earlier perhaps.
    private const int EstablishedAfterHeavy = 6;
    private const int EstablishedAfter = 14;

    // What is said of a day looks back this far, so that it is the same while the day is one of the last three.
    private const int Memory = 60;

    /// <summary>The numbers of the autonomous systems in which the account was seen on a remembered day.</summary>
    public IEnumerable<long> Systems
    {
        get
        {
            foreach (var origin in _origins)
            {
                if (origin.Origin.System is { } system)
                {
                    yield return system;
                }
            }
        }
    }

    /// <summary>Minutes with logins from unfamiliar networks, for the last three days together.</summary>
    internal int Minutes
    {
        get
        {
            var all = 0;
            foreach (var origin in _origins)
            {
                all += origin.Minutes.Length;
            }

            return all;
        }
    }

    /// <summary>Whether there are minutes of a hosting network.</summary>
    internal bool HasMinutesIn(HostingNetworks hosting)
    {
        foreach (var origin in _origins)
        {
            if (origin.Minutes.Length > 0 && hosting.Contain(origin.Origin))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a known account was used from unfamiliar networks in <see cref="MinimumUnfamiliarMinutes"/> minutes or more of a day, without watch-only networks.</summary>
    /// <param name="day">One of the last 64 days, in days since 1970-01-01. What is said of it stays: of all but the last three it is remembered.</param>
    public bool IsUnfamiliar(long day)
    {
        var age = NewestDay - day;
        return !IsEmpty && age is >= 0 and < 64
            && (age < SettledAfter ? UnfamiliarOn(day) : (_strange >> (int)age & 1) != 0)
            && IsKnown(day);
    }

    /// <summary>A recorded sighting, and whether its network was unfamiliar on that day, or not established yet, for a known account (<see cref="KnownAfter"/>). Private networks are neither.</summary>
    internal Sighting Tell(in Sighting sighting)
    {
        var day = MinuteSet.DayOf(MinuteSet.Of(sighting.Time));
        var origin = Origin.Of(sighting);
        if (sighting.Place.AsWatchOnly() == Place.PrivateNetwork.AsWatchOnly() || !IsKnown(day, origin.IsPrefix))
        {
            return sighting;
        }

        var at = _origins.Find(origin);
        var isUnfamiliar = at < 0 || !Lives(_origins[at], day);
        return sighting with { IsUnfamiliar = isUnfamiliar, IsNotEstablished = isUnfamiliar || !IsEstablished(_origins[at], day) };
    }

    /// <summary>Whether a recorded sighting is from a network that was familiar on that day, to a known account.</summary>
    internal bool IsFamiliar(in Sighting sighting)
    {
        var day = MinuteSet.DayOf(MinuteSet.Of(sighting.Time));
        var origin = Origin.Of(sighting);
        return IsKnown(day, origin.IsPrefix) && _origins.Find(origin) is >= 0 and var at && Lives(_origins[at], day);
    }

    /// <summary>Whether it is not known yet where the account lived on the day of a recorded sighting.</summary>
    internal bool IsNewAt(in Sighting sighting) => !IsKnown(MinuteSet.DayOf(MinuteSet.Of(sighting.Time)), Origin.Of(sighting).IsPrefix);

    /// <summary>Whether a day is one of the last three, of which minutes are kept.</summary>
    internal bool IsOpen(long day) => !IsEmpty && NewestDay - day is >= 0 and < SettledAfter;

    /// <summary>Whether it is known where the account lived on a day: of systems or of prefixes.</summary>
    internal bool IsKnown(long day) => !IsEmpty && (IsKnown(day, prefixes: false) || IsKnown(day, prefixes: true));

    /// <summary>Whether the account was used from a familiar network on one of the last three days.</summary>
    internal bool IsAtHome(long day)
    {
        foreach (var origin in _origins)
        {
            if (WasSeen(origin, day, day) && Lives(origin, day))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the last three days has as many networks as are kept, so that there may have been more.</summary>
    internal bool IsFull(long day) => _origins.Largest(Span(day, day), MaximumNetworks - 1) >= 0;

    /// <summary>The number of systems of some of the last three days; the largest number where there may have been more, or networks are told by prefix.</summary>
    internal int SystemsOf(long first, long last)
    {
        var count = 0;
        foreach (var origin in _origins)
        {
            if (WasSeen(origin, first, last))
            {
                if (origin.Origin.IsPrefix)
                {
                    return int.MaxValue;
                }

                count++;
            }
        }

        for (var day = first; day <= last; day++)
        {
            count = IsFull(day) ? int.MaxValue : count;
        }

        return count;
    }

    /// <summary>The minutes with logins of one of the last three days, for each unfamiliar network: ascending, the earliest <see cref="MaximumMinutes"/>.</summary>
    internal IEnumerable<ArraySegment<int>> UnfamiliarMinutes(long day, bool watchOnly)
    {
        foreach (var origin in _origins)
        {
            if ((watchOnly || !origin.Origin.IsWatchOnly) && MinuteSet.On(origin.Minutes, day) is { Count: > 0 } minutes)
            {
                yield return minutes;
            }
        }
    }

    /// <summary>What was done in unfamiliar networks on one of the last three days.</summary>
    /// <param name="day">The day, in days since 1970-01-01.</param>
    /// <param name="prefixes">Networks by prefix, or by autonomous system. Each separately: if systems were compared with prefixes from before there was data on systems, an account's home would be unfamiliar.</param>
    /// <param name="watchOnly">Whether watch-only networks are among them.</param>
    public UnfamiliarUse On(long day, bool prefixes, bool watchOnly)
    {
        var networks = new List<(Origin, int)>();
        foreach (var origin in _origins)
        {
            var minutes = origin.Origin.IsPrefix != prefixes ? 0 : MinuteSet.On(origin.Minutes, day).Count;
            if (minutes > 0 && (watchOnly || !origin.Origin.IsWatchOnly))
            {
                networks.Add((origin.Origin, minutes));
            }
        }

        networks.Sort(static (one, other) => other.Item2.CompareTo(one.Item2) is var order and not 0 ? order : one.Item1.Code.CompareTo(other.Item1.Code));
        return new UnfamiliarUse(day, IsKnown(day, prefixes), networks);
    }

    /// <summary>The number of networks that <see cref="On"/> tells of, and of their minutes together.</summary>
    internal (int Networks, int Minutes) Total(long day, bool prefixes, bool watchOnly)
    {
        var (networks, all) = (0, 0);
        foreach (var origin in _origins)
        {
            if (origin.Minutes.Length > 0 && origin.Origin.IsPrefix == prefixes && (watchOnly || !origin.Origin.IsWatchOnly) && MinuteSet.On(origin.Minutes, day).Count is > 0 and var minutes)
            {
                (networks, all) = (networks + 1, all + minutes);
            }
        }

        return (networks, all);
    }

    /// <summary>Whether it is known where the account lived on a day: of systems, or of prefixes.</summary>
    internal bool IsKnown(long day, bool prefixes) => FirstDay(day, prefixes) is { } first && day - first >= KnownAfter;

    // The oldest day with networks of a kind, long enough before one that it is known for good; null where there is none.
    private long? FirstDay(long day, bool prefixes)
    {
        var all = 0UL;
        foreach (var origin in _origins)
        {
            all |= origin.Origin.IsPrefix == prefixes ? origin.Days : 0;
        }

        all &= Before(day);
        return all == 0 ? null : NewestDay - (63 - System.Numerics.BitOperations.LeadingZeroCount(all));
    }

    private bool WasSeen(in OriginActivity origin, long first, long last) => (origin.Days & Span(first, last)) != 0;

    // Of one of the last three days. Each kind of network by itself, as in On.
    private bool UnfamiliarOn(long day)
    {
        var (systems, prefixes) = (0, 0);
        foreach (var origin in _origins)
        {
            var minutes = origin.Origin.IsWatchOnly ? 0 : MinuteSet.On(origin.Minutes, day).Count;
            (systems, prefixes) = origin.Origin.IsPrefix ? (systems, prefixes + minutes) : (systems + minutes, prefixes);
        }

        return Math.Max(systems, prefixes) >= MinimumUnfamiliarMinutes;
    }

    private bool Lives(in OriginActivity origin, long day)
    {
        var days = origin.Days & Before(day);
        return days != 0 && ((days & days - 1) != 0 || WasHeavy(origin, day, SettledAfter) || IsOfFirstDays(days, day, origin.Origin.IsPrefix));
    }

    // Of a network that is familiar.
    private bool IsEstablished(in OriginActivity origin, long day)
    {
        var days = origin.Days & Span(day - Memory, day - EstablishedAfter);
        return (days & days - 1) != 0 || WasHeavy(origin, day, EstablishedAfterHeavy) || IsOfFirstDays(origin.Days & Before(day), day, origin.Origin.IsPrefix);
    }

    private bool IsOfFirstDays(ulong days, long day, bool prefixes) => FirstDay(day, prefixes) is { } first && (days & Span(first, first + FirstDays - 1)) != 0;

    // Of days that have passed, there is a minute of the first heavy one only.
    private static bool WasHeavy(in OriginActivity origin, long day, int after) =>
        origin.Minutes.Length > 0 && MinuteSet.DayOf(origin.Minutes[0]) is var heavy && heavy <= day - after && heavy >= day - Memory;

    // The days that decide where the account lives on a day.
    private ulong Before(long day) => Span(day - Memory, day - SettledAfter);

    private ulong Span(long from, long to)
    {
        var (newest, oldest) = (Math.Max(0, NewestDay - to), Math.Min(63, NewestDay - from));
        return newest > oldest ? 0 : ulong.MaxValue << (int)newest & ulong.MaxValue >> (int)(63 - oldest);
    }
}
