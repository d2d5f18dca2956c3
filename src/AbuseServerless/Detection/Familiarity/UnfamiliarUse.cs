namespace AbuseServerless.Detection.Familiarity;

/// <summary>What an account did on one day in networks in which it does not live.</summary>
/// <param name="Day">The day (UTC), in days since 1970-01-01.</param>
/// <param name="IsKnown">Whether the account has been known for long enough to say where it lives. Of one that has not, every network is unfamiliar.</param>
/// <param name="Networks">The networks with their minutes with AUTHs, the busiest first; watch-only ones left out where asked for.</param>
public readonly record struct UnfamiliarUse(long Day, bool IsKnown, IReadOnlyList<(Origin Origin, int Minutes)> Networks)
{
    /// <summary>Minutes with AUTHs from these networks, each network by itself.</summary>
    public int Minutes => Networks.Sum(network => network.Minutes);
}
