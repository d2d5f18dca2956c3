namespace AbuseServerless.Azure.Activity;

/// <summary>A row as it was last read or written.</summary>
/// <param name="state">Its activity, encoded; good until the cache changes.</param>
/// <param name="etagTicks">Its version, see <see cref="CompactETag"/>.</param>
/// <param name="confirmed">Whether this process knows that what the account has reached is in the table of suspensions.</param>
internal readonly ref struct CachedRow(ReadOnlySpan<byte> state, long etagTicks, bool confirmed)
{
    public ReadOnlySpan<byte> State { get; } = state;

    public long ETagTicks { get; } = etagTicks;

    public bool Confirmed { get; } = confirmed;
}
