using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace AbuseServerless.Geolocation;

/// <summary>
/// Which autonomous system announces an address, out of the CSV files of <c>@ip-location-db/asn</c> (<c>asn-ipv4-num.csv</c>, <c>asn-ipv6-num.csv</c>): first and last address as numbers, the system's number, its name.
/// Sorted arrays of some 6 MB; a look-up is a binary search and allocates nothing. IPv6 is told by the first 64 bits.
/// </summary>
internal sealed class AsnTable
{
    private uint[] _v4 = [];
    private uint[] _v4Systems = [];
    private ulong[] _v6 = [];
    private uint[] _v6Systems = [];

    /// <summary>Reads files, for IPv4, IPv6 or both.</summary>
    /// <exception cref="FormatException">A line is not a range; says which, and of which file.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static AsnTable Read(IEnumerable<string> files)
    {
        var table = new AsnTable();
        foreach (var file in files)
        {
            table.Add(file);
        }

        return table;
    }

    /// <summary>The number of the system; 0 where none announces the address.</summary>
    public long Find(IPAddress address)
    {
        var bits = AddressBits.Of(address).Unwrapped();
        return bits.IsV4 ? Find(_v4, _v4Systems, bits.V4) : Find(_v6, _v6Systems, bits.High);
    }

    private static uint Find<T>(T[] starts, uint[] systems, T address)
        where T : IComparable<T>
    {
        var at = Array.BinarySearch(starts, address);
        at = at >= 0 ? at : ~at - 1;
        return at < 0 ? 0 : systems[at];
    }

    // Once for each start of a worker, through half a million lines: compiled well from the beginning.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(string file)
    {
        var (starts, systems) = (new List<UInt128>(), new List<uint>());
        var next = UInt128.Zero;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (!TryParse(line, out var first, out var last, out var system) || first > last)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {number} is not an address range with an AS number"));
            }

            // Published files have a few ranges that overlap the one before: that one holds.
            if (last < next)
            {
                continue;
            }

            first = UInt128.Max(first, next);

            // What lies between two ranges is announced by nobody.
            if (first > next)
            {
                starts.Add(next);
                systems.Add(0);
            }

            starts.Add(first);
            systems.Add(system);
            next = last + 1;
        }

        starts.Add(next);
        systems.Add(0);
        if (starts[^1] <= (UInt128)uint.MaxValue + 1)
        {
            // The end of the last range may be that of all addresses.
            var count = starts[^1] <= uint.MaxValue ? starts.Count : starts.Count - 1;
            _v4 = new uint[count];
            for (var i = 0; i < count; i++)
            {
                _v4[i] = (uint)starts[i];
            }

            _v4Systems = [.. systems];
        }
        else
        {
            AddV6(starts, systems);
        }
    }

    // Of several ranges within one /64 the last stands for it, and for none behind it where it ends there.
    private void AddV6(List<UInt128> starts, List<uint> systems)
    {
        var (prefixes, owners) = (new List<ulong>(starts.Count), new List<uint>(starts.Count));
        for (var i = 0; i < starts.Count; i++)
        {
            var prefix = (ulong)(starts[i] >> 64);
            if (prefixes.Count > 0 && prefixes[^1] == prefix)
            {
                owners[^1] = systems[i] == 0 ? owners[^1] : systems[i];
            }
            else
            {
                prefixes.Add(prefix);
                owners.Add(systems[i]);
            }

            if (systems[i] == 0 && owners[^1] != 0 && prefix != ulong.MaxValue && (i + 1 == starts.Count || (ulong)(starts[i + 1] >> 64) > prefix + 1))
            {
                prefixes.Add(prefix + 1);
                owners.Add(0);
            }
        }

        (_v6, _v6Systems) = ([.. prefixes], [.. owners]);
    }

    private static bool TryParse(string line, out UInt128 first, out UInt128 last, out uint system)
    {
        (first, last, system) = (0, 0, 0);
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        var second = comma < 0 ? -1 : line.IndexOf(',', comma + 1);
        var third = second < 0 ? -1 : line.IndexOf(',', second + 1);
        third = third < 0 ? line.Length : third;
        return second > 0
            && TryParse(line.AsSpan(0, comma), out first)
            && TryParse(line.AsSpan(comma + 1, second - comma - 1), out last)
            && uint.TryParse(line.AsSpan(second + 1, third - second - 1), NumberStyles.None, CultureInfo.InvariantCulture, out system);
    }

    // Four lines in five are of IPv4, and numbers of 64 bits are read several times as fast.
    private static bool TryParse(ReadOnlySpan<char> text, out UInt128 number)
    {
        var isShort = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var small);
        number = small;
        return isShort || UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
