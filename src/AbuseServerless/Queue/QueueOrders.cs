using AbuseServerless.Accounts;

namespace AbuseServerless.Queue;

/// <summary>Whose mail is to be held or released, as the gate knows it.</summary>
/// <param name="Enforces">Whether suspensions are enforced; else nothing is held or deleted.</param>
/// <param name="AsOf">When that was known to be so, UTC.</param>
/// <param name="Suspended">The suspended accounts, each with the number of its last transition.</param>
/// <param name="FalsePositives">Accounts whose suspension was lifted as a false positive, likewise.</param>
public sealed record QueueOrders(
    bool Enforces, DateTimeOffset AsOf, IReadOnlyDictionary<AccountName, int> Suspended, IReadOnlyDictionary<AccountName, int> FalsePositives)
{
    /// <summary>What operators have ordered, oldest first.</summary>
    public IReadOnlyList<QueueCommand> Commands { get; init; } = [];

    /// <summary>Name of the file in which the gate looks for answers; null where it does not.</summary>
    public string? Answers { get; init; }
}
