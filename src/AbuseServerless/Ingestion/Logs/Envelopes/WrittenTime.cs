namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>A time as a line has it.</summary>
/// <param name="Year">1 to 9999; 0 where the line does not say.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">From 1; with a year, a day of that month.</param>
/// <param name="TimeOfDay">Whole milliseconds.</param>
/// <param name="Offset">Minutes ahead of UTC; null where the line does not say.</param>
internal readonly record struct WrittenTime(int Year, int Month, int Day, TimeSpan TimeOfDay, int? Offset)
{
    private const int MaximumOffset = 14 * 60;

    /// <summary>The word behind it that should name a zone and names none, or one of several; null where there is none.</summary>
    public string? UnknownZone { get; init; }

    /// <summary>An instant.</summary>
    public static WrittenTime At(DateTimeOffset instant) =>
        new(instant.UtcDateTime.Year, instant.UtcDateTime.Month, instant.UtcDateTime.Day, instant.UtcDateTime.TimeOfDay, 0);

    /// <summary>Whether there is such a time in some year.</summary>
    public bool IsValid =>
        Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth(Year == 0 ? 2000 : Year, Month) && TimeOfDay < TimeSpan.FromDays(1)
        && Offset is null or (>= -MaximumOffset and <= MaximumOffset);
}
