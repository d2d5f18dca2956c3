namespace AbuseServerless.Azure.Activity;

/// <summary>A row as it was last read or written.</summary>
/// <param name="state">Its activity, encoded; good until the cache changes.</param>
/// <param name="versionTicks">Its version, see <see cref="Storage.RowVersion.Ticks"/>.</param>
/// <param name="confirmed">Whether this process knows that what the account has reached is in the table of suspensions.</param>
internal readonly ref struct CachedRow(ReadOnlySpan<byte> state, long versionTicks, bool confirmed)
{
    public ReadOnlySpan<byte> State { get; } = state;

    public long VersionTicks { get; } = versionTicks;

    public bool Confirmed { get; } = confirmed;
}
