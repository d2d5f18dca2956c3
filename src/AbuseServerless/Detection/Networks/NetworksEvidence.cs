using System.Runtime.InteropServices;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Networks;

/// <summary>The unfamiliar networks from which an account was used: systems, prefixes and subnets, each with its slots of the last ten hours and its days of the last nine.</summary>
/// <remarks>
/// <para>Only what <see cref="Sighting.IsUnfamiliar"/> says of is recorded: of an account that stays at home there is nothing.</para>
/// <para>Bounded: of each kind the networks with the smallest numbers are kept, <see cref="MaximumPerSlot"/> of a slot and <see cref="MaximumPerDay"/> of a day. Which those are does not depend on the order of events, and a threshold up to
/// that many is reached exactly when it would be with all of them. Watch-only use is kept by itself, so that it displaces nothing.</para>
/// </remarks>
public sealed class NetworksEvidence : Evidence
{
    /// <summary>Networks of a kind kept of a slot: 16.</summary>
    public const int MaximumPerSlot = 16;

    /// <summary>Networks of a kind kept of a day: 32.</summary>
    public const int MaximumPerDay = 32;

    /// <summary>Slots back from the head that are kept: 40, the hour before each slot to which something may come eight hours late.</summary>
    internal const int Slots = 40;

    /// <summary>Days that are kept: a week before each of the three to which something may still come.</summary>
    internal const int Days = 9;

    private const ulong SlotMask = (1UL << Slots) - 1;
    private const uint DayMask = (1U << Days) - 1;

    // By group, then by number.
    private readonly List<Network> _networks = [];

    /// <summary>The kinds of networks.</summary>
    public enum Level
    {
        /// <summary>An autonomous system; without data on them, IPv4 /16 or IPv6 /32.</summary>
        System = 0,

        /// <summary>IPv4 /24 or IPv6 /48.</summary>
        Prefix = 1,

        /// <summary>IPv6 /64.</summary>
        Subnet = 2,
    }

    /// <summary>The kind.</summary>
    public static EvidenceKind<NetworksEvidence> Kind { get; } = new(6);

    /// <inheritdoc/>
    public override bool IsEmpty => _networks.Count == 0;

    /// <inheritdoc/>
    public override bool Record(in Sighting sighting, int age, bool isNew)
    {
        if (!sighting.IsUnfamiliar)
        {
            return false;
        }

        var slot = Slot.Of(sighting.Time);
        var days = (int)(new Slot(slot.Index + age).Day - slot.Day);
        var watchOnly = sighting.Place.IsWatchOnly;
        var bits = AddressBits.Of(sighting.Address);
        var changed = Add(Group(Level.System, watchOnly), Origin.Of(sighting).Code >> 1, age, days)
            | Add(Group(Level.Prefix, watchOnly), bits.IsV4 ? bits.V4 >> 8 : bits.High >> 16, age, days);
        return bits.IsV4 ? changed : changed | Add(Group(Level.Subnet, watchOnly), bits.High, age, days);
    }

    /// <inheritdoc/>
    public override void Age(long slots, Slot head)
    {
        var days = head.Day - new Slot(head.Index - slots).Day;
        for (var i = _networks.Count - 1; i >= 0; i--)
        {
            var network = _networks[i];
            Set(i, network with { Slots = slots >= Slots ? 0 : network.Slots << (int)slots & SlotMask, Days = days >= Days ? 0 : network.Days << (int)days & DayMask });
        }
    }

    /// <inheritdoc/>
    public override void Clear() => _networks.Clear();

    /// <inheritdoc/>
    public override void Encode(ref CompactWriter writer, Slot head)
    {
        var before = (Group: 0, Number: 0UL);
        foreach (var network in _networks)
        {
            // The number goes on from the one before, and begins anew with each group.
            writer.Byte((byte)(network.Group - before.Group));
            writer.Natural(network.Group == before.Group ? network.Number - before.Number : network.Number);
            writer.Natural(network.Days);
            writer.Natural(network.Slots);
            before = (network.Group, network.Number);
        }
    }

    /// <inheritdoc/>
    public override void Decode(ref CompactReader reader, Slot head)
    {
        var (group, number) = (0, 0UL);
        while (!reader.IsAtEnd)
        {
            var step = reader.Byte();
            (group, number) = (group + step, step == 0 ? number + reader.Natural() : reader.Natural());
            _networks.Add(new Network(group, number, (uint)(reader.Natural() & DayMask), reader.Natural() & SlotMask));
        }
    }

    /// <summary>Distinct networks of a kind within a window of slots.</summary>
    /// <param name="level">The kind.</param>
    /// <param name="endAge">Age of the window's last slot, 0 to 39.</param>
    /// <param name="slots">Slots of the window, 1 to 40.</param>
    /// <param name="watchOnly">Whether watch-only use is among it.</param>
    public int CountOfSlots(Level level, int endAge, int slots, bool watchOnly) => Count(level, watchOnly, ((1UL << slots) - 1) << endAge & SlotMask, 0);

    /// <summary>Distinct networks of a kind on consecutive days.</summary>
    /// <param name="level">The kind.</param>
    /// <param name="last">The last of the days, as days before that of the head.</param>
    /// <param name="days">How many.</param>
    /// <param name="watchOnly">Whether watch-only use is among it.</param>
    public int CountOfDays(Level level, int last, int days, bool watchOnly) => Count(level, watchOnly, 0, ((1U << days) - 1) << last & DayMask);

    /// <summary>The systems of a window, in the order of their numbers.</summary>
    internal IEnumerable<Origin> Systems(int endAge, int slots, int last, int days, bool watchOnly)
    {
        var (ofSlots, ofDays) = (((1UL << slots) - 1) << endAge & SlotMask, ((1U << days) - 1) << last & DayMask);
        return _networks.Where(network => network.Level == Level.System && (watchOnly || !network.IsWatchOnly) && ((network.Slots & ofSlots) != 0 || (network.Days & ofDays) != 0))
            .Select(network => new Origin(network.Number << 1)).Distinct().OrderBy(origin => origin.Code);
    }

    private static int Group(Level level, bool watchOnly) => (int)level << 1 | (watchOnly ? 1 : 0);

    private int Count(Level level, bool watchOnly, ulong slots, uint days)
    {
        var count = 0;
        for (var i = 0; i < _networks.Count; i++)
        {
            var network = _networks[i];
            if (network.Level == level && ((network.Slots & slots) != 0 || (network.Days & days) != 0)
                && (!network.IsWatchOnly || (watchOnly && !IsCounted(network, slots, days))))
            {
                count++;
            }
        }

        return count;
    }

    // Whether the network was used in the window in the other way, too: it is one.
    private bool IsCounted(in Network network, ulong slots, uint days) =>
        Find(network.Group - 1, network.Number) is >= 0 and var at && ((_networks[at].Slots & slots) != 0 || (_networks[at].Days & days) != 0);

    private bool Add(int group, ulong number, int age, int days)
    {
        var changed = false;
        if (age < Slots && !Known(group, number, 1UL << age, 0) && HasRoom(group, number, 1UL << age, 0, MaximumPerSlot))
        {
            Put(group, number, 1UL << age, 0);
            changed = true;
        }

        if (!Known(group, number, 0, 1U << days) && HasRoom(group, number, 0, 1U << days, MaximumPerDay))
        {
            Put(group, number, 0, 1U << days);
            changed = true;
        }

        return changed;
    }

    private bool Known(int group, ulong number, ulong slot, uint day) => Find(group, number) is >= 0 and var at && ((_networks[at].Slots & slot) != 0 || (_networks[at].Days & day) != 0);

    private void Put(int group, ulong number, ulong slot, uint day)
    {
        var at = Find(group, number);
        if (at < 0)
        {
            _networks.Insert(~at, new Network(group, number, day, slot));
        }
        else
        {
            _networks[at] = _networks[at] with { Slots = _networks[at].Slots | slot, Days = _networks[at].Days | day };
        }
    }

    // Where a slot or day is full, the largest number makes room, or the new one is not let in.
    private bool HasRoom(int group, ulong number, ulong slot, uint day, int most)
    {
        var (count, largest) = (0, -1);
        for (var i = 0; i < _networks.Count; i++)
        {
            if (_networks[i].Group == group && ((_networks[i].Slots & slot) != 0 || (_networks[i].Days & day) != 0))
            {
                (count, largest) = (count + 1, i);
            }
        }

        if (count < most)
        {
            return true;
        }

        if (_networks[largest].Number < number)
        {
            return false;
        }

        Set(largest, _networks[largest] with { Slots = _networks[largest].Slots & ~slot, Days = _networks[largest].Days & ~day });
        return true;
    }

    private void Set(int at, in Network network)
    {
        if (network.Slots == 0 && network.Days == 0)
        {
            _networks.RemoveAt(at);
        }
        else
        {
            _networks[at] = network;
        }
    }

    private int Find(int group, ulong number) => CollectionsMarshal.AsSpan(_networks).BinarySearch(new Network(group, number, 0, 0));

    // Bit n of Slots: n slots before the head. Bit n of Days: n days before that of the head.
    private readonly record struct Network(int Group, ulong Number, uint Days, ulong Slots) : IComparable<Network>
    {
        public Level Level => (Level)(Group >> 1);

        public bool IsWatchOnly => (Group & 1) != 0;

        public int CompareTo(Network other) => (Group, Number).CompareTo((other.Group, other.Number));
    }
}
