using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>What an installation adds to the study of a log.</summary>
/// <param name="GeolocationDatabases">Its geolocation databases, separated by semicolons; null where it tells none.</param>
/// <param name="AsnDatabase">Its ASN databases, separated by semicolons; null or empty where it tells none.</param>
/// <param name="Exemptions">What does not count.</param>
/// <param name="Judgements">What is known of accounts.</param>
internal sealed record KnownOfLog(string? GeolocationDatabases, string? AsnDatabase, IReadOnlyList<Exemption> Exemptions, IReadOnlyDictionary<AccountName, Judgement> Judgements)
{
    /// <summary>No installation.</summary>
    public static KnownOfLog Nothing { get; } = new(null, null, [], new Dictionary<AccountName, Judgement>());
}
