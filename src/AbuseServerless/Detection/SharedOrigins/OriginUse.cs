using AbuseServerless.Accounts;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>An account was used at an origin: in an unfamiliar network, or, of the sample, in a familiar one; a new account, which knows no network yet, where other accounts were strangers before.</summary>
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

    /// <summary>What a login is for its origin; null where it does not matter there.</summary>
    /// <param name="account">The account.</param>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="activity">What is remembered of it, the login included.</param>
    /// <param name="sighting">The login.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="isUnfamiliar">Whether its network was unfamiliar.</param>
    /// <param name="hasStrangers">Whether accounts that do not live at an origin are known to have been used there.</param>
    internal static OriginUse? Of(AccountName account, int bucket, AccountActivity activity, in Sighting sighting, RecordOutcome outcome, bool isUnfamiliar, Func<OriginKey, bool> hasStrangers)
    {
        if (isUnfamiliar || (OriginKey.IsSampled(sighting.Address, bucket) && Counts(sighting, outcome) && activity.Of(FamiliarityEvidence.Kind).IsFamiliar(sighting)))
        {
            return new OriginUse(OriginKey.Of(sighting.Time, sighting.Address), account, sighting.Time, !isUnfamiliar, sighting.Place.IsWatchOnly);
        }

        // Only there: to note every new account everywhere would cost a request for each account of a new installation.
        return Counts(sighting, outcome) && activity.Of(FamiliarityEvidence.Kind).IsNewAt(sighting) && OriginKey.Of(sighting.Time, sighting.Address) is var origin && (hasStrangers(origin) || activity.Reached == Verdict.Suspend)
            ? new OriginUse(origin, account, sighting.Time, IsFamiliar: false, sighting.Place.IsWatchOnly) { IsNew = true }
            : null;
    }

    private static bool Counts(in Sighting sighting, RecordOutcome outcome) =>
        outcome is RecordOutcome.Changed or RecordOutcome.Unchanged && sighting.Place != Place.Exempted && !sighting.Place.IsLate;
}
