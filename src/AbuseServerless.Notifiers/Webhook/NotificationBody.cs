using AbuseServerless.Detection;
using AbuseServerless.Notifications;

namespace AbuseServerless.Notifiers.Webhook;

/// <summary>A transition as JSON: <c>docs/schemas/notification.schema.json</c>. Times are UTC.</summary>
internal sealed record NotificationBody(
    string Id,
    DateTime Time,
    string Account,
    string State,
    string? From,
    int Transition,
    int Activations,
    string By,
    string Reason,
    DateTime? Until,
    bool FalsePositive,
    bool Enforced,
    NotificationEvidence? Evidence)
{
    /// <summary>What is told of a transition.</summary>
    /// <param name="notification">The transition.</param>
    /// <param name="enforced">Whether mail servers refuse what is suspended.</param>
    public static NotificationBody Of(SuspensionNotification notification, bool enforced)
    {
        var transition = notification.Transition;
        return new NotificationBody(
            notification.Id,
            transition.Since.UtcDateTime,
            transition.Account.Value,
            transition.State.ToString(),
            transition.From?.ToString(),
            transition.Transitions,
            transition.Activations,
            transition.By,
            transition.Reason,
            transition.Until?.UtcDateTime,
            transition.FalsePositive,
            enforced,
            transition.Decision is { } decision ? NotificationEvidence.Of(decision) : null);
    }
}

/// <summary>On what evidence a net decided.</summary>
internal sealed record NotificationEvidence(
    string Net,
    long Measured,
    long Threshold,
    string? Plan,
    DateTime WindowStart,
    DateTime WindowEnd,
    IReadOnlyList<NotificationCountry> Countries,
    string RulesVersion,
    string DatabaseVersion)
{
    public static NotificationEvidence Of(Decision decision) => new(
        decision.Net,
        decision.Measured,
        decision.Threshold,
        decision.Plan,
        decision.WindowStart.UtcDateTime,
        decision.WindowEnd.UtcDateTime,
        [.. decision.Countries.Select(country => new NotificationCountry(country.Country, country.First.UtcDateTime, country.Last.UtcDateTime, country.Address))],
        decision.RulesVersion,
        decision.DatabaseVersion);
}

/// <summary>A country in the evidence.</summary>
internal sealed record NotificationCountry(string Country, DateTime First, DateTime Last, string Address);
