using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Detection.Account;

/// <summary>What a batch's events did to one account.</summary>
/// <param name="Changed">Whether there is something to store.</param>
/// <param name="Decision">The gravest new decision; null where there is none.</param>
/// <param name="Historical">The gravest new decision that rests on late evidence, and is never enforced; null where there is none.</param>
/// <param name="TooLate">Events that were not counted because the ring no longer reaches back to them.</param>
/// <param name="Uses">Uses that count for the origins they came from, also those that are remembered already: whoever keeps the origins repeats what a crash left out.</param>
public readonly record struct ActivityChange(bool Changed, Decision? Decision, Decision? Historical, IReadOnlyList<LocatedEvent> TooLate, IReadOnlyList<OriginUse> Uses)
{
    /// <summary>Whether the account is new, so that it is not known where it lives, on the day of the last event that counts for origins.</summary>
    public bool IsNew { get; init; }
}
