namespace AbuseServerless.PowerShell;

/// <summary>A day: how deliveries to all providers together went, and what it was like for the accounts.</summary>
public sealed record GeoDailyStat : GeoDeliveryRates
{
    /// <summary>Whether the day was over when it was counted.</summary>
    public bool IsOver { get; init; }

    /// <summary>How often an account was suspended.</summary>
    public int Suspensions { get; init; }

    /// <summary>How often a suspension was lifted as a false positive.</summary>
    public int FalsePositives { get; init; }

    /// <summary>How often a net would have suspended an account on evidence that came too late for anything to be done on it.</summary>
    public int Historical { get; init; }

    /// <summary>Accounts by the number of countries in which they were seen, fewest first.</summary>
    public GeoCountriesCount[] AccountsByCountries { get; init; } = [];

    /// <summary>The 20 accounts that were seen in the most countries, most first.</summary>
    public GeoBusyAccount[] BusiestAccounts { get; init; } = [];
}
