using AbuseServerless.Accounts;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>An account was used at an origin: in an unfamiliar network, or, of the sample, in a familiar one.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Account">The account.</param>
/// <param name="Time">When.</param>
/// <param name="IsFamiliar">Whether the network was familiar to the account: it lives there.</param>
/// <param name="IsWatchOnly">Whether the use counts to watch and not to suspend.</param>
/// <param name="IsAbuse">Whether a net had found the account to be abused, before it or by the events that came with it.</param>
public readonly record struct OriginUse(OriginKey Origin, AccountName Account, DateTimeOffset Time, bool IsFamiliar, bool IsWatchOnly, bool IsAbuse = false)
{
    /// <summary>What a login is for its origin; null where it does not matter there.</summary>
    /// <param name="account">The account.</param>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="activity">What is remembered of it, the login included.</param>
    /// <param name="sighting">The login.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="isUnfamiliar">Whether its network was unfamiliar.</param>
    internal static OriginUse? Of(AccountName account, int bucket, AccountActivity activity, in Sighting sighting, RecordOutcome outcome, bool isUnfamiliar) =>
        isUnfamiliar || (OriginKey.IsSampled(sighting.Address, bucket) && IsResident(activity, sighting, outcome))
            ? new OriginUse(OriginKey.Of(sighting.Time, sighting.Address), account, sighting.Time, !isUnfamiliar, sighting.Place.IsWatchOnly)
            : null;

    private static bool IsResident(AccountActivity activity, in Sighting sighting, RecordOutcome outcome) =>
        outcome is RecordOutcome.Changed or RecordOutcome.Unchanged && sighting.Place != Place.Exempted && !sighting.Place.IsLate && activity.Of(FamiliarityEvidence.Kind).IsFamiliar(sighting);
}
