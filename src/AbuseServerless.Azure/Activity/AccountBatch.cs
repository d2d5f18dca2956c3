using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Azure.Activity;

/// <summary>What a batch tells of one account, and what became of it.</summary>
internal abstract class AccountBatch
{
    public abstract AccountName Account { get; }

    /// <summary>The gravest verdict that the account has reached.</summary>
    public Verdict Reached { get; set; }

    /// <summary>The decision of these events, where there is a new one.</summary>
    public Decision? Decision { get; set; }

    /// <summary>The gravest verdict that is on record as historical.</summary>
    public Verdict ReachedHistorically { get; set; }

    /// <summary>The decision on late evidence, where there is a new one.</summary>
    public Decision? Historical { get; set; }

    /// <summary>The events that were too late to count.</summary>
    public IReadOnlyList<LocatedEvent> TooLate { get; set; } = [];

    /// <summary>Remembers the events in an activity and judges it.</summary>
    public abstract ActivityChange Apply(AccountActivity activity, Detector detector);
}
