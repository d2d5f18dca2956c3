namespace AbuseServerless.Statistics;

/// <summary>What a day was like for the accounts.</summary>
/// <param name="Day">The day, in the time zone of the statistics.</param>
public sealed record DayStatistics(DateOnly Day)
{
    /// <summary>Whether the day was over when this was counted.</summary>
    public bool IsOver { get; init; }

    /// <summary>When it was counted last, UTC; null where that is not known.</summary>
    public DateTimeOffset? Counted { get; init; }

    /// <summary>Number of accounts by the number of countries in which they were seen on the day; numbers without accounts are left out.</summary>
    public IReadOnlyDictionary<int, long> AccountsByCountries { get; init; } = new SortedDictionary<int, long>();

    /// <summary>The accounts that were seen in the most countries, most first.</summary>
    public IReadOnlyList<BusyAccount> BusiestAccounts { get; init; } = [];

    /// <summary>How often an account became Active.</summary>
    public int Suspensions { get; init; }

    /// <summary>How often a net would have suspended an account on evidence that came too late for anything to be done on it.</summary>
    public int Historical { get; init; }

    /// <summary>How often a suspension was lifted as a false positive.</summary>
    public int FalsePositives { get; init; }
}
