using System.Runtime.InteropServices;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>The networks in which an account was seen, in the order of their codes; none without a day.</summary>
internal sealed class OriginList
{
    private readonly List<OriginActivity> _origins = [];

    public int Count => _origins.Count;

    public OriginActivity this[int at] => _origins[at];

    public List<OriginActivity>.Enumerator GetEnumerator() => _origins.GetEnumerator();

    public void Clear() => _origins.Clear();

    /// <summary>Adds a network whose code is larger than all there are.</summary>
    public void Add(in OriginActivity origin) => _origins.Add(origin);

    /// <summary>Where a network stands; where there is none, the complement of where it would.</summary>
    public int Find(Origin origin) => CollectionsMarshal.AsSpan(_origins).BinarySearch(new Sought(origin.Code));

    /// <summary>Puts a network where <see cref="Find"/> has found it or its place.</summary>
    public void Put(int at, in OriginActivity origin)
    {
        if (at >= 0)
        {
            _origins[at] = origin;
        }
        else
        {
            _origins.Insert(~at, origin);
        }
    }

    /// <summary>Changes a network, which goes where it has no day left.</summary>
    public void Set(int at, in OriginActivity origin)
    {
        if (origin.Days == 0)
        {
            _origins.RemoveAt(at);
        }
        else
        {
            _origins[at] = origin;
        }
    }

    /// <summary>Where the network of the largest code on a day stands, if there are more than so many; else −1.</summary>
    public int Largest(ulong day, int most)
    {
        var (count, largest) = (0, -1);
        for (var i = 0; i < _origins.Count; i++)
        {
            if ((_origins[i].Days & day) != 0)
            {
                (count, largest) = (count + 1, i);
            }
        }

        return count > most ? largest : -1;
    }

    /// <summary>Writes days, as a network of the code 0, which there is none of, and the networks.</summary>
    /// <param name="writer">Takes the bytes.</param>
    /// <param name="days">The days; nothing is written of none.</param>
    /// <param name="end">The minute after the newest day.</param>
    public void Encode(ref CompactWriter writer, ulong days, long end)
    {
        if (days != 0)
        {
            writer.Natural(0);
            writer.Natural(days);
            writer.Natural(0);
        }

        foreach (var origin in _origins)
        {
            writer.Natural(origin.Origin.Code);
            writer.Natural(origin.Days);
            writer.Natural((ulong)origin.Minutes.Length);
            var before = end;
            for (var i = origin.Minutes.Length - 1; i >= 0; i--)
            {
                writer.Natural((ulong)(before - origin.Minutes[i]));
                before = origin.Minutes[i];
            }
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <returns>The days.</returns>
    public ulong Decode(ref CompactReader reader, int end)
    {
        var of = 0UL;
        while (!reader.IsAtEnd)
        {
            var (origin, days) = (new Origin(reader.Natural()), reader.Natural());
            var minutes = reader.Count() is var count and > 0 ? new int[count] : [];
            var before = end;
            for (var i = minutes.Length - 1; i >= 0; i--)
            {
                minutes[i] = before = checked(before - (int)Math.Min(reader.Natural(), int.MaxValue));
            }

            if (origin.Code == 0)
            {
                of = days;
            }
            else
            {
                _origins.Add(new OriginActivity(origin, days, minutes));
            }
        }

        return of;
    }

    private readonly struct Sought(ulong code) : IComparable<OriginActivity>
    {
        public int CompareTo(OriginActivity other) => code.CompareTo(other.Origin.Code);
    }
}
