using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Activity;

/// <summary>The slots in which an account was seen at one place, and its earliest sighting there as a sample.</summary>
/// <param name="Place">The place.</param>
/// <param name="Slots">Slots, told from the head of the account's ring.</param>
/// <param name="SampleTime">Time of the earliest sighting remembered, UTC.</param>
/// <param name="SampleAddress">Client address of that sighting; of several at that time the smallest, IPv4 before IPv6.</param>
public readonly record struct PlaceActivity(Place Place, SlotSet Slots, DateTimeOffset SampleTime, IPAddress SampleAddress)
{
    /// <summary>Whether a sighting at this place changes nothing.</summary>
    internal bool Holds(in Sighting sighting, int age) => Slots.Contains(age) && !IsEarlier(sighting);

    internal PlaceActivity With(in Sighting sighting, int age) => IsEarlier(sighting)
        ? new(Place, Slots.With(age), sighting.Time, sighting.Address)
        : this with { Slots = Slots.With(age) };

    private bool IsEarlier(in Sighting sighting) =>
        sighting.Time < SampleTime || (sighting.Time == SampleTime && Compare(sighting.Address, SampleAddress) < 0);

    private static int Compare(IPAddress left, IPAddress right)
    {
        Span<byte> l = stackalloc byte[16];
        Span<byte> r = stackalloc byte[16];
        left.TryWriteBytes(l, out var leftLength);
        right.TryWriteBytes(r, out var rightLength);
        return leftLength != rightLength ? leftLength - rightLength : l[..leftLength].SequenceCompareTo(r[..rightLength]);
    }
}
