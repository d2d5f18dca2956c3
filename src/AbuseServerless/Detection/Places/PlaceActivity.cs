using System.Net;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Places;

/// <summary>The slots in which an account was seen at one place, and its earliest sighting there as a sample.</summary>
public readonly record struct PlaceActivity
{
    private readonly AddressBits _sample;

    internal PlaceActivity(Place place, SlotSet slots, DateTimeOffset sampleTime, AddressBits sample) => (Place, Slots, SampleTime, _sample) = (place, slots, sampleTime, sample);

    /// <summary>The place.</summary>
    public Place Place { get; }

    /// <summary>Slots, told from the head of the account's ring.</summary>
    public SlotSet Slots { get; init; }

    /// <summary>Time of the earliest sighting remembered, UTC.</summary>
    public DateTimeOffset SampleTime { get; }

    /// <summary>Client address of that sighting; of several at that time the smallest, IPv4 before IPv6.</summary>
    public IPAddress SampleAddress => _sample.ToAddress();

    internal AddressBits Sample => _sample;

    /// <summary>Whether a sighting at this place changes nothing.</summary>
    internal bool Holds(in Sighting sighting, int age) => Slots.Contains(age) && !IsEarlier(sighting);

    internal PlaceActivity With(in Sighting sighting, int age) => IsEarlier(sighting)
        ? new(Place, Slots.With(age), sighting.Time, AddressBits.Of(sighting.Address))
        : this with { Slots = Slots.With(age) };

    private bool IsEarlier(in Sighting sighting) =>
        sighting.Time < SampleTime || (sighting.Time == SampleTime && AddressBits.Of(sighting.Address).CompareTo(_sample) < 0);
}
