namespace AbuseServerless.Detection.Time;

/// <summary>
/// A quarter of an hour, the unit in which an account's activity is remembered. Slots are numbered from the Unix epoch, UTC.
/// </summary>
/// <param name="Index">Whole quarters of an hour since 1970-01-01T00:00Z.</param>
public readonly record struct Slot(long Index)
{
    /// <summary>Length of a slot: 15 minutes. Stored activity counts in it, so it is no setting.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    /// <summary>Slots of a day: 96.</summary>
    public const int PerDay = 96;

    /// <summary>Days from 0001-01-01, from which ticks count, to 1970-01-01. Ticks are never negative, so that their division rounds down.</summary>
    internal const long DaysBeforeEpoch = 719_162;

    private const long Ticks = TimeSpan.TicksPerDay / PerDay;

    /// <summary>The day (UTC) that it lies in, in days since 1970-01-01.</summary>
    public long Day => Index >= 0 ? Index / PerDay : (Index - PerDay + 1) / PerDay;

    /// <summary>First instant of the slot, inclusive.</summary>
    public DateTimeOffset Start => StartOf(Index);

    /// <summary>End of the slot, exclusive.</summary>
    public DateTimeOffset End => StartOf(Index + 1);

    /// <summary>The slot that an instant lies in.</summary>
    public static Slot Of(DateTimeOffset time) => new((time.UtcTicks / Ticks) - (DaysBeforeEpoch * PerDay));

    // In whole ticks: a time span is multiplied as floating-point numbers are.
    private static DateTimeOffset StartOf(long index) => DateTimeOffset.UnixEpoch.AddTicks(checked(index * Ticks));
}
