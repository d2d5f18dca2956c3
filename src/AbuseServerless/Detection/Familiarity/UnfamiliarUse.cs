namespace AbuseServerless.Detection.Familiarity;

/// <summary>The use of an account from unfamiliar networks on one day.</summary>
/// <param name="Day">The day (UTC), in days since 1970-01-01.</param>
/// <param name="IsKnown">Whether the account has been known for long enough to have familiar networks. For a new one, every network is unfamiliar.</param>
/// <param name="Networks">The networks with their minutes with logins, busiest first; without watch-only ones if requested.</param>
public readonly record struct UnfamiliarUse(long Day, bool IsKnown, IReadOnlyList<(Origin Origin, int Minutes)> Networks)
{
    /// <summary>Minutes with logins from these networks, each network separately.</summary>
    public int Minutes => Networks.Sum(network => network.Minutes);
}
