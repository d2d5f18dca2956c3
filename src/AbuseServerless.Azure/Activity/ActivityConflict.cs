using AbuseServerless.Accounts;

namespace AbuseServerless.Azure.Activity;

/// <summary>A row that was not written, because a row of its transaction is no longer what it was read as.</summary>
/// <param name="Account">Its account.</param>
/// <param name="Behind">How far it stands behind the row that the service names, the first one in the transaction that has changed: 0 for that row itself, less for those before it. Null where the service names none.</param>
internal readonly record struct ActivityConflict(AccountName Account, int? Behind)
{
    // A row costs less in another transaction than read by itself; a whole transaction costs about as much as so many reads.
    private const int Few = 8;

    /// <summary>Whether the row is read again. Otherwise it is tried as it is: whether that was right, its version tells.</summary>
    /// <param name="before">How often rows of the batch had changed before: at first the named row and a few behind it are read, then all behind it, then all.</param>
    public bool IsToBeRead(int before) => before > 1 || Behind is null || (Behind >= 0 && (before == 1 || Behind < Few));
}
