using AbuseServerless.Accounts;

namespace AbuseServerless.Queue;

/// <summary>What an operator orders about the queued mail of one account: each mail host does it once, with what had come into its queue before.</summary>
/// <param name="Id">What tells it from every other; begins with its time, so that those of a time stand together.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Account">Whose mail.</param>
/// <param name="Time">When it was ordered, UTC.</param>
/// <param name="Until">From when on nobody does it any more, UTC.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">Why.</param>
public sealed record QueueCommand(string Id, QueueCommandKind Kind, AccountName Account, DateTimeOffset Time, DateTimeOffset Until, string By, string Reason)
{
    /// <summary>How long a host that was away still does it: 1 day.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    // Of the operator's machine and a mail host.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    // Nobody waits longer for a list.
    private static readonly TimeSpan LifetimeOfList = TimeSpan.FromMinutes(10);

    /// <summary>Whether it is also about messages that somebody else put on hold; of those that are released or deleted.</summary>
    public bool HeldByOthers { get; init; }

    /// <summary>Makes one.</summary>
    public static QueueCommand Of(QueueCommandKind kind, AccountName account, DateTimeOffset now, string by, string reason) => new(
        FormattableString.Invariant($"{now.UtcTicks:D19}-{Guid.NewGuid():N}"), kind, account, now, now + (kind == QueueCommandKind.List ? LifetimeOfList : Lifetime), by, reason);

    /// <summary>Whether nobody is to do it any more. It does not say so itself for longer than <see cref="Lifetime"/>.</summary>
    public bool IsOver(DateTimeOffset now) => now >= Until || now - Time >= Lifetime;

    /// <summary>What came into the queue of a host later than this is not meant: a host that was away is not to meet what the owner has sent since.</summary>
    /// <param name="began">When the host began.</param>
    public DateTimeOffset Latest(DateTimeOffset began) => began < Time + ClockDifference ? began : Time + ClockDifference;

    /// <summary>Whether the mail of a login is meant: the account itself, also with a tag or under an alias.</summary>
    public bool Concerns(AccountName login, AccountAliases aliases)
    {
        ArgumentNullException.ThrowIfNull(aliases);
        return login == Account || aliases.Of(login) == Account;
    }
}
