using System.Runtime.InteropServices;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Places;

/// <summary>For each place the slots in which the account was seen there. What every account has, whichever nets are on; exempted use is remembered here, and nowhere else.</summary>
public sealed class PlaceEvidence : Evidence
{
    private readonly List<PlaceActivity> _places = [];

    /// <summary>The kind.</summary>
    public static EvidenceKind<PlaceEvidence> Kind { get; } = new(1);

    /// <summary>The places, in the order of <see cref="Place"/>.</summary>
    public IReadOnlyList<PlaceActivity> All => _places;

    /// <summary>Whether there are places of what came late: their bit makes them the last ones.</summary>
    internal bool HasLate => _places is [.., { Place.IsLate: true }];

    /// <inheritdoc/>
    public override bool IsEmpty => _places.Count == 0;

    /// <inheritdoc/>
    public override bool Record(in Sighting sighting, int age, bool isNew)
    {
        var i = 0;
        for (; i < _places.Count && _places[i].Place <= sighting.Place; i++)
        {
            var known = _places[i];
            if (known.Place == sighting.Place)
            {
                if (known.Holds(sighting, age))
                {
                    return false;
                }

                _places[i] = known.With(sighting, age);
                return true;
            }
        }

        _places.Insert(i, new PlaceActivity(sighting.Place, default(SlotSet).With(age), sighting.Time, AddressBits.Of(sighting.Address)));
        return true;
    }

    /// <inheritdoc/>
    public override void Age(long slots, Slot head)
    {
        for (var i = _places.Count - 1; i >= 0; i--)
        {
            var aged = _places[i].Slots.Age(slots);
            if (aged.IsEmpty)
            {
                _places.RemoveAt(i);
            }
            else
            {
                _places[i] = _places[i] with { Slots = aged };
            }
        }
    }

    /// <summary>A copy without what came late.</summary>
    public PlaceEvidence InTime()
    {
        var copy = new PlaceEvidence();
        copy._places.AddRange(_places.Where(place => !place.Place.IsLate));
        return copy;
    }

    /// <inheritdoc/>
    public override void Clear() => _places.Clear();

    /// <inheritdoc/>
    public override void Encode(ref CompactWriter writer, Slot head)
    {
        writer.Natural((ulong)_places.Count);
        foreach (ref readonly var place in CollectionsMarshal.AsSpan(_places))
        {
            writer.Natural(place.Place.Code);
            writer.Slots(place.Slots);
            writer.Whole((head.End - place.SampleTime).Ticks / TimeSpan.TicksPerMillisecond);
            writer.Address(place.Sample);
        }
    }

    /// <inheritdoc/>
    public override void Decode(ref CompactReader reader, Slot head)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var place = Place.FromCode(reader.Natural());
            var slots = reader.Slots();
            var sampleTime = head.End - TimeSpan.FromTicks(reader.Whole() * TimeSpan.TicksPerMillisecond);
            _places.Add(new PlaceActivity(place, slots, sampleTime, reader.Address()));
        }
    }
}
