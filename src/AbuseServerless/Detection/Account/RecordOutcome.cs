namespace AbuseServerless.Detection.Account;

/// <summary>What became of a sighting.</summary>
public enum RecordOutcome
{
    /// <summary>Nothing new: the same is already remembered.</summary>
    Unchanged,

    /// <summary>The activity has grown.</summary>
    Changed,

    /// <summary>Older than the ring reaches back from the account's newest slot: not counted.</summary>
    TooLate,

    /// <summary>At or before the account's last reset: not counted.</summary>
    Forgotten,
}
