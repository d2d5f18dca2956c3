using AbuseServerless.Accounts;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>An account was used at an origin: in an unfamiliar network, or, of the sample, in a familiar one; or a new account, of which it is not known where it lives.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Account">The account.</param>
/// <param name="Time">When.</param>
/// <param name="IsFamiliar">Whether the network was familiar to the account: it lives there.</param>
/// <param name="IsWatchOnly">Whether the use counts to watch and not to suspend.</param>
/// <param name="IsAbuse">Whether a net had found the account to be abused, before it or by the events that came with it.</param>
public readonly record struct OriginUse(OriginKey Origin, AccountName Account, DateTimeOffset Time, bool IsFamiliar, bool IsWatchOnly, bool IsAbuse = false)
{
    /// <summary>Whether the account is new, so that it is not known where it lives.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether a login counts for its origin at all.</summary>
    internal static bool Counts(in Sighting sighting, RecordOutcome outcome) => outcome is RecordOutcome.Changed or RecordOutcome.Unchanged && Counts(sighting.Place);

    /// <summary>What a login that counts is for its origin; null where it does not matter there.</summary>
    /// <param name="account">The account.</param>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="activity">What is remembered of it, the login included.</param>
    /// <param name="sighting">The login.</param>
    /// <param name="isUnfamiliar">Whether its network was unfamiliar.</param>
    internal static OriginUse? Of(AccountName account, int bucket, AccountActivity activity, in Sighting sighting, bool isUnfamiliar) =>
        isUnfamiliar || (OriginKey.IsSampled(sighting.Address, bucket) && activity.Of(FamiliarityEvidence.Kind).IsFamiliar(sighting))
            ? new OriginUse(OriginKey.Of(sighting.Time, sighting.Address), account, sighting.Time, !isUnfamiliar, sighting.Place.IsWatchOnly)
            : null;

    /// <summary>What a login of a new account is for its origin; null where it does not count.</summary>
    /// <param name="login">The login.</param>
    public static OriginUse? OfNewAccount(LocatedEvent login)
    {
        ArgumentNullException.ThrowIfNull(login);
        return Counts(login.Place)
            ? new OriginUse(OriginKey.Of(login.Event.Time, login.Event.Address), login.Event.Account, login.Event.Time, IsFamiliar: false, login.Place.IsWatchOnly) { IsNew = true }
            : null;
    }

    private static bool Counts(Place place) => place != Place.Exempted && !place.IsLate && place.AsWatchOnly() != Place.PrivateNetwork.AsWatchOnly();
}
