using AbuseServerless.Detection;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Thresholds;

/// <summary>
/// The countries of one account as its events go by: a ring as long as that of the stored activity, and the most countries that any window has held. So a log of any length is measured in the
/// memory of its accounts.
/// </summary>
internal sealed class CountryTrail(int windows)
{
    // How late an event may be for every window to be judged whole: what the longest window leaves of the ring.
    private const int InTime = SlotSet.Capacity - WholeSlotsAttribute.Maximum;

    private readonly CountrySlots _countries = new();
    private readonly int[] _most = new int[windows];
    private long? _head;

    /// <summary>The most countries by window so far.</summary>
    public IReadOnlyList<int> Most => _most;

    /// <summary>Adds an event.</summary>
    /// <returns>False where it came so late that windows may have missed it.</returns>
    public bool Add(DateTimeOffset time, Place place, ThresholdGrid grid)
    {
        var slot = Slot.Of(time).Index;
        _head ??= slot;
        if (slot > _head)
        {
            _countries.Age(slot - _head.Value);
            _head = slot;
        }

        var age = _head.Value - slot;
        if (age < SlotSet.Capacity && place.HasCountry && !place.IsWatchOnly && _countries.Add(place.CountryCode, default(SlotSet).With((int)age)) && _countries.Count > _most[0])
        {
            grid.Raise(_most, _countries);
        }

        return age <= InTime;
    }
}
