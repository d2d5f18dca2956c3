using AbuseServerless.Accounts;

namespace AbuseServerless.Queue;

/// <summary>One entry of the record of what was done to queued messages. It names no recipient.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Host">The mail host.</param>
/// <param name="Act">What.</param>
/// <param name="Account">The login that submitted the messages.</param>
/// <param name="Transitions">Number of the transition of the account on which it was done; where the account is not suspended, of the one on which they were put on hold.</param>
/// <param name="Messages">Queue ids.</param>
public sealed record QueueRecord(DateTimeOffset Time, string Host, QueueAct Act, string Account, int Transitions, IReadOnlyList<string> Messages)
{
    /// <summary>The account.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public AccountName ToAccount() => AccountName.Parse(Account);
}
