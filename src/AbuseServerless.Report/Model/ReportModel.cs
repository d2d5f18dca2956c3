using System.Text.Json.Serialization;
using AbuseServerless.Reputation;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Report.Model;

/// <summary>The report's numbers: what the page shows and what its JSON holds. Shares and rates are 0 to 1, days are in <see cref="TimeZone"/>, times UTC.</summary>
/// <param name="Made">When it was made.</param>
/// <param name="TimeZone">The time zone of the days, an IANA id.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Mode">Whether suspended accounts are refused; null if unknown. In Observe, Active accounts would be refused, but nobody is.</param>
/// <param name="HasLogins">Whether any AUTH event is known to have arrived.</param>
/// <param name="HasEvents">Whether any event, of AUTH or a delivery, is known to have arrived.</param>
/// <param name="Headline">The few numbers that an operator looks for first.</param>
/// <param name="Reputations">Providers that ever refused mail for reputation, those where it is lost first.</param>
/// <param name="Crossings">When reputation was lost and recovered in these days.</param>
/// <param name="Jumps">Providers that suddenly refuse much more of the mail, for whatever reason; those with the most errors first.</param>
/// <param name="ReputationThresholds">The shares at which it is lost and recovered.</param>
/// <param name="Doubts">Why the numbers may not tell the whole; empty where nothing is known against them.</param>
/// <param name="Deliveries">Deliveries by provider and day.</param>
/// <param name="Replies">Why deliveries were deferred or refused, the most frequent first.</param>
/// <param name="Days">What each summarised day was like, oldest first.</param>
/// <param name="Countries">Accounts by number of countries on one day; null where no day was summarised.</param>
/// <param name="Suspensions">Accounts that are or were suspended.</param>
/// <param name="WhatIf">What other thresholds would do; null where that was not studied.</param>
/// <param name="Nets">What each net contributes; null where that was not studied, or nothing is stored.</param>
/// <param name="Health">Whether the numbers can be trusted.</param>
public sealed record ReportModel(
    DateTimeOffset Made,
    string TimeZone,
    DateOnly From,
    DateOnly To,
    EnforcementMode? Mode,
    bool HasLogins,
    bool HasEvents,
    Headline Headline,
    IReadOnlyList<ReputationRow> Reputations,
    IReadOnlyList<ReputationRow> Crossings,
    IReadOnlyList<ErrorJump> Jumps,
    ReputationThresholds ReputationThresholds,
    IReadOnlyList<Doubt> Doubts,
    DeliverySection Deliveries,
    IReadOnlyList<ReplyRow> Replies,
    IReadOnlyList<DayRow> Days,
    CountrySection? Countries,
    SuspensionSection Suspensions,
    WhatIfSection? WhatIf,
    NetsSection? Nets,
    HealthSection Health)
{
    /// <summary>Providers where the reputation is lost.</summary>
    [JsonIgnore]
    public IReadOnlyList<ReputationRow> Lost => [.. Reputations.Where(row => row.Standing == ReputationStanding.Lost)];

    // What a net decided came from logins; an operator can suspend without any.
    private static bool AnyLogins(ReportData data) =>
        data.NewestSighting is not null || data.Days.Any(day => day.AccountsByCountries.Count > 0) || data.Suspensions.Any(suspension => suspension.Decision is not null);

    /// <summary>Counts.</summary>
    public static ReportModel Of(ReportData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(
            data.Made,
            data.TimeZone.Id,
            data.From,
            data.To,
            data.Mode,
            AnyLogins(data),
            AnyLogins(data) || data.Deliveries.Count > 0 || data.Reputations.Count > 0 || data.Rejected.Count > 0,
            Headline.Of(data),
            ReputationRow.Of(data),
            ReputationRow.CrossingsOf(data),
            ErrorJump.Of(data),
            ReputationThresholds.Of(data),
            Doubt.Of(data),
            DeliverySection.Of(data),
            ReplyRow.Of(data),
            [.. data.Days.OrderBy(day => day.Day).Select(DayRow.Of)],
            CountrySection.Of(data),
            SuspensionSection.Of(data),
            WhatIfSection.Of(data),
            NetsSection.Of(data),
            HealthSection.Of(data));
    }
}
