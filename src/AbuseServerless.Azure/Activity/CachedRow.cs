namespace AbuseServerless.Azure.Activity;

/// <summary>A row as it was last read or written: 16 bytes.</summary>
internal readonly record struct CachedRow
{
    // There are millions of them: the flag lies in the sign, which no time stamp needs.
    private readonly long _packed;

    /// <param name="state">Its activity, encoded.</param>
    /// <param name="etagTicks">Its version, see <see cref="CompactETag"/>.</param>
    /// <param name="confirmed">Whether this process knows that what the account has reached is in the table of suspensions.</param>
    public CachedRow(byte[] state, long etagTicks, bool confirmed) => (State, _packed) = (state, confirmed ? ~etagTicks : etagTicks);

    public byte[] State { get; }

    public long ETagTicks => Confirmed ? ~_packed : _packed;

    public bool Confirmed => _packed < 0;
}
