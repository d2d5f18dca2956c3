namespace AbuseServerless.Detection.Familiarity;

/// <summary>When an account was seen in a network.</summary>
/// <param name="Origin">The network.</param>
/// <param name="Days">Bit n: seen on the day (UTC) n days before the newest.</param>
/// <param name="Minutes">For those of the last three days on which the network was unfamiliar: the minutes with logins, since 1970, ascending; the earliest <see cref="FamiliarityEvidence.MaximumMinutes"/> of each day. Before them, the first minute of the first day with <see cref="FamiliarityEvidence.HeavyMinutes"/>.</param>
internal readonly record struct OriginActivity(Origin Origin, ulong Days, int[] Minutes);
