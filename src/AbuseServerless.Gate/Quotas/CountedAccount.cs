using AbuseServerless.Accounts;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Quotas;

namespace AbuseServerless.Gate.Quotas;

/// <summary>An account with a plan that has sent something lately.</summary>
internal sealed class CountedAccount(AccountName account)
{
    private int _isDue;
    private long _awayUntil;

    /// <summary>Its name.</summary>
    public AccountName Account => account;

    /// <summary>What it has used.</summary>
    public AccountUsage Usage { get; } = new();

    /// <summary>Lets one at a time write.</summary>
    public SemaphoreSlim Writing { get; } = new(1, 1);

    /// <summary>The row as it was last; null where it is not known.</summary>
    public MailUsageRow? Row { get; set; }

    /// <summary>Time stamp of when the row was written last; 0 where it was not.</summary>
    public long Written { get; set; }

    /// <summary>Until when nobody waits for its row, in ticks (UTC), since it could not be written; 0 where it could.</summary>
    public long AwayUntil => Volatile.Read(ref _awayUntil);

    /// <summary>Says that its row could not be written, and until when nobody waits for it.</summary>
    /// <returns>Whether it could be written the time before.</returns>
    public bool TrySetAway(long until) => Interlocked.Exchange(ref _awayUntil, until) == 0;

    /// <summary>Says that its row was written.</summary>
    public void ClearAway() => Volatile.Write(ref _awayUntil, 0);

    /// <summary>Says that it is to be written soon.</summary>
    /// <returns>Whether nobody had said so.</returns>
    public bool TrySetDue() => Interlocked.Exchange(ref _isDue, 1) == 0;

    /// <summary>Says that it is being written.</summary>
    public void ClearDue() => Volatile.Write(ref _isDue, 0);

    /// <summary>Whether somebody has said that it is to be written soon.</summary>
    public bool IsDue => Volatile.Read(ref _isDue) == 1;
}
