using AbuseServerless.Detection;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Thresholds;

/// <summary>The thresholds and windows of a <see cref="ThresholdStudy"/>: every threshold is tried in every window.</summary>
public sealed class ThresholdGrid
{
    /// <summary>The greatest threshold, inclusive: 1,000. There are some 250 countries.</summary>
    public const int Maximum = 1_000;

    private readonly int[] _windowSlots;

    /// <summary>A grid.</summary>
    /// <param name="thresholds">Countries, 1 to <see cref="Maximum"/>, at least one; in any order, repeated or not.</param>
    /// <param name="windows">Multiples of 15 minutes up to 24 hours, at least one; in any order, repeated or not.</param>
    /// <exception cref="ArgumentException">There is none of them, or one is out of range.</exception>
    public ThresholdGrid(IEnumerable<int> thresholds, IEnumerable<TimeSpan> windows)
    {
        Thresholds = [.. thresholds.Distinct().Order()];
        Windows = [.. windows.Distinct().Order()];
        if (Thresholds.Count == 0 || Thresholds[0] < 1 || Thresholds[^1] > Maximum)
        {
            throw new ArgumentException($"Give at least one threshold; thresholds are whole numbers from 1 to {Maximum}.", nameof(thresholds));
        }

        var whole = new WholeSlotsAttribute();
        if (Windows.Count == 0 || !Windows.All(window => whole.IsValid(window)))
        {
            throw new ArgumentException("Give at least one window; windows are multiples of 15 minutes, from 15 minutes to 24 hours.", nameof(windows));
        }

        _windowSlots = [.. Windows.Select(window => (int)(window / Slot.Length))];
    }

    /// <summary>2 to 30 countries in 1, 4, 12 and 24 hours.</summary>
    public static ThresholdGrid Default { get; } = new(Enumerable.Range(2, 29), [TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12), TimeSpan.FromHours(24)]);

    /// <summary>The thresholds, ascending.</summary>
    public IReadOnlyList<int> Thresholds { get; }

    /// <summary>The windows, ascending.</summary>
    public IReadOnlyList<TimeSpan> Windows { get; }

    /// <summary>Raises each window's number to the most countries that were seen in it.</summary>
    internal void Raise(int[] most, CountrySlots countries)
    {
        for (var i = 0; i < most.Length; i++)
        {
            most[i] = Math.Max(most[i], countries.MostIn(_windowSlots[i]));
        }
    }
}
