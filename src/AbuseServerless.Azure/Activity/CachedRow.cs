namespace AbuseServerless.Azure.Activity;

/// <summary>A row as it was last read or written.</summary>
/// <param name="State">Its activity, encoded.</param>
/// <param name="ETagTicks">Its version, see <see cref="CompactETag"/>.</param>
/// <param name="Confirmed">Whether this process knows that what the account has reached is in the table of suspensions.</param>
internal readonly record struct CachedRow(byte[] State, long ETagTicks, bool Confirmed);
