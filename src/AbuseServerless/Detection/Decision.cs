using System.Text.Json.Serialization;

namespace AbuseServerless.Detection;

/// <summary>What a net decided about an account, and why.</summary>
/// <param name="Net">Name of the net.</param>
/// <param name="Verdict">Watch or suspend.</param>
/// <param name="Measured">What was counted.</param>
/// <param name="Threshold">What it was held against, inclusive.</param>
/// <param name="Summary">What was found, in a few English words without names or addresses.</param>
/// <param name="WindowStart">Start of the window, inclusive, UTC.</param>
/// <param name="WindowEnd">End of the window, exclusive, UTC.</param>
/// <param name="Countries">Countries of the window in the order of first sighting; at most <see cref="MaximumCountries"/>.</param>
/// <param name="ExemptedSlots">Slots of the window in which the account was also seen under an exemption, which did not count.</param>
/// <param name="ForgottenUntil">The account's last reset: evidence at or before it was not counted.</param>
/// <param name="RulesVersion">Fingerprint of the settings of all nets.</param>
/// <param name="DatabaseVersion">Geolocation data in use.</param>
public sealed record Decision(
    string Net,
    Verdict Verdict,
    long Measured,
    long Threshold,
    string Summary,
    DateTimeOffset WindowStart,
    DateTimeOffset WindowEnd,
    IReadOnlyList<CountryEvidence> Countries,
    int ExemptedSlots,
    DateTimeOffset ForgottenUntil,
    string RulesVersion,
    string DatabaseVersion)
{
    /// <summary>Countries listed at the most (a stored text holds 32,768 characters).</summary>
    public const int MaximumCountries = 100;

    /// <summary>Whether it rests on evidence that came later than <c>Enforcement:MaximumEvidenceAge</c>: it is on record, and nothing is done on it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Historical { get; init; }

    /// <summary>The account's plan whose settings of the nets were held against it in place of the installation's; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Plan { get; init; }
}
