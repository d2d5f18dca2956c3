using AbuseServerless.Ingestion.Logs.Envelopes;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>
/// Finds the year of the first line of a file whose times name none. Lines come in order, so that a December before a January is of the year before, and nothing is later than the first time behind it that
/// names its year; where none does, the last line is of the latest year that puts it no later than tomorrow.
/// </summary>
internal sealed class YearFinder
{
    private const int DaysOfMonth = 31;
    private const int MaximumBack = 3 * DaysOfMonth;
    private const int Year = 12 * DaysOfMonth;

    private int _turns;
    private int? _leap;
    private (int Month, int Day)? _last;

    /// <summary>The year; null until a time names its own.</summary>
    public int? Found { get; private set; }

    /// <summary>Takes the time of the next line.</summary>
    public void Add(in WrittenTime time)
    {
        if (_last is { } last)
        {
            // As LogClock has it: at most three months back, else a year ahead.
            var ahead = (time.Month - last.Month) * DaysOfMonth + time.Day - last.Day;
            _turns += ahead < -MaximumBack ? 1 : ahead > Year - MaximumBack ? -1 : 0;
        }

        _last = (time.Month, time.Day);
        _leap ??= time is { Month: 2, Day: 29 } ? _turns : null;
        Found ??= time.Year > 0 ? time.Year - _turns : null;
    }

    /// <summary>The year where no time names one; null where there was no time.</summary>
    /// <param name="tomorrow">The latest time, in the log's zone.</param>
    public int? UpTo(DateTime tomorrow)
    {
        if (_last is not { } last)
        {
            return null;
        }

        var year = tomorrow.Year - _turns - ((last.Month, last.Day).CompareTo((tomorrow.Month, tomorrow.Day)) > 0 ? 1 : 0);
        while (_leap is { } leap && year > 1 && !DateTime.IsLeapYear(year + leap))
        {
            year--;
        }

        return year;
    }
}
