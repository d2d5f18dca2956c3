namespace AbuseServerless.Detection.Familiarity;

/// <summary>When an account was seen in a network.</summary>
/// <param name="Origin">The network.</param>
/// <param name="Days">Bit n: seen on the day (UTC) n days before the newest.</param>
/// <param name="Minutes">Of the last three days, those on which the account did not live there: the minutes with AUTHs, since 1970, ascending; the earliest <see cref="FamiliarityEvidence.MaximumMinutes"/> of each day.</param>
internal readonly record struct OriginActivity(Origin Origin, ulong Days, int[] Minutes);
