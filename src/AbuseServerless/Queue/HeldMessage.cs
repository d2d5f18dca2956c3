using AbuseServerless.Accounts;

namespace AbuseServerless.Queue;

/// <summary>A message that was put on hold here.</summary>
/// <param name="Account">The login that submitted it.</param>
/// <param name="Transitions">Number of the account's transition on which it was put on hold.</param>
/// <param name="Since">When, UTC.</param>
/// <param name="Doing">What was begun and is not known to be done; null for nothing.</param>
public sealed record HeldMessage(AccountName Account, int Transitions, DateTimeOffset Since, QueueAct? Doing)
{
    /// <summary>Id of the command that had it put on hold: it stays there until a command has it released or deleted. Null where a suspension did.</summary>
    public string? HeldFor { get; init; }

    /// <summary>Id of the command for which <see cref="Doing"/> was begun.</summary>
    public string? DoingFor { get; init; }
}
