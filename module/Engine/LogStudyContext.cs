using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>What an installation contributes to the study of a log.</summary>
/// <param name="GeolocationDatabases">Its geolocation databases, separated by semicolons; null if there are none.</param>
/// <param name="AsnDatabase">Its ASN databases, separated by semicolons; null or empty if there are none.</param>
/// <param name="Exemptions">What does not count.</param>
/// <param name="Judgements">Operators' judgements of accounts.</param>
internal sealed record LogStudyContext(string? GeolocationDatabases, string? AsnDatabase, IReadOnlyList<Exemption> Exemptions, IReadOnlyDictionary<AccountName, Judgement> Judgements)
{
    /// <summary>No installation.</summary>
    public static LogStudyContext None { get; } = new(null, null, [], new Dictionary<AccountName, Judgement>());
}
