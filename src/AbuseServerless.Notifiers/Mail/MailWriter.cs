using System.Globalization;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Notifications;
using AbuseServerless.Reputation;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>Writes the text of a mail in one language.</summary>
internal sealed class MailWriter(string language, string contact, TimeZoneInfo timeZone)
{
    private readonly CountryNames _countries = CountryNames.Load(language);
    private readonly Dictionary<string, MailTemplate> _templates =
        new[] { "subscriber-active", "subscriber-restored", "subscriber-watched", "operator-active", "operator-restored", "operator-reputation-lost", "operator-reputation-recovered" }
        .ToDictionary(name => name, name => MailTemplate.Load(name, language));

    /// <summary>To the subscriber: countries and times, and no address.</summary>
    /// <param name="transition">What happened.</param>
    /// <param name="link">Link with which a password change is reported; null for none.</param>
    /// <param name="expires">Until when it can be used.</param>
    public MailText ToSubscriber(Suspension transition, string? link = null, DateTimeOffset expires = default) =>
        _templates[transition.State == SuspensionState.Active ? "subscriber-active" : "subscriber-restored"].Fill(new Dictionary<string, string?>
        {
            ["account"] = Line(transition.Account.Value),
            ["time"] = Time(transition.Since),
            ["until"] = transition.Until is { } until ? Time(until) : null,
            ["countries"] = Countries(transition.Decision, country => $"  {_countries.Of(country.Country)}  {Time(country.First)}"),
            ["link"] = link,
            ["linkUntil"] = link is null ? null : Time(expires),
            ["contact"] = contact,
        });

    /// <summary>To the operators.</summary>
    /// <param name="notification">What is told.</param>
    /// <param name="enforced">Whether mail servers refuse what is suspended.</param>
    public MailText ToOperator(Notification notification, bool enforced) => notification switch
    {
        SuspensionNotification told => OfTransition(told, enforced),
        ReputationNotification told => OfReputation(told),
        _ => throw new NotSupportedException($"A notification of type {notification.GetType().Name} has no mail."),
    };

    /// <summary>To the subscriber of a watched account: when and what to do, and nothing that would tell a thief who reads it what gave him away.</summary>
    public MailText ToWatchedSubscriber(Suspension transition) => _templates["subscriber-watched"].Fill(new Dictionary<string, string?>
    {
        ["account"] = Line(transition.Account.Value),
        ["time"] = Time(transition.Since),
        ["contact"] = contact,
    });

    private MailText OfReputation(ReputationNotification notification)
    {
        var change = notification.Change;
        return _templates[change.Standing == ReputationStanding.Lost ? "operator-reputation-lost" : "operator-reputation-recovered"].Fill(new Dictionary<string, string?>
        {
            ["provider"] = Line(change.Provider),
            ["day"] = change.Day.ToString("O", CultureInfo.InvariantCulture),
            ["time"] = Time(change.Since),
            ["share"] = Percent(change.Share),
            ["threshold"] = Percent(change.Threshold),
            ["attempts"] = change.Attempts.ToString(CultureInfo.InvariantCulture),
            ["refused"] = change.Refused.ToString(CultureInfo.InvariantCulture),
            ["crossing"] = change.Number.ToString(CultureInfo.InvariantCulture),
            ["id"] = notification.Id,
        });
    }

    // With the evidence.
    private MailText OfTransition(SuspensionNotification notification, bool enforced)
    {
        var (transition, decision) = (notification.Transition, notification.Transition.Decision);
        return _templates[transition.State == SuspensionState.Active ? "operator-active" : "operator-restored"].Fill(new Dictionary<string, string?>
        {
            ["account"] = Line(transition.Account.Value),
            ["from"] = transition.From?.ToString() ?? "-",
            ["state"] = transition.State.ToString(),
            ["time"] = Time(transition.Since),
            ["by"] = Line(transition.By),
            ["reason"] = Line(transition.Reason),
            ["until"] = transition.Until is { } until ? Time(until) : null,
            ["activations"] = transition.Activations.ToString(CultureInfo.InvariantCulture),
            ["transition"] = transition.Transitions.ToString(CultureInfo.InvariantCulture),
            ["observed"] = enforced ? null : "",
            ["falsePositive"] = transition.FalsePositive ? "" : null,
            ["net"] = decision?.Net,
            ["measured"] = decision?.Measured.ToString(CultureInfo.InvariantCulture),
            ["threshold"] = decision?.Threshold.ToString(CultureInfo.InvariantCulture),
            ["windowStart"] = decision is null ? null : Time(decision.WindowStart),
            ["windowEnd"] = decision is null ? null : Time(decision.WindowEnd),
            ["countries"] = Countries(decision, country => $"  {_countries.Of(country.Country)}  {Time(country.First)} - {Time(country.Last)}  {country.Address}"),
            ["rules"] = decision?.RulesVersion,
            ["database"] = decision?.DatabaseVersion,
            ["id"] = notification.Id,
        });
    }

    private static string? Countries(Decision? decision, Func<CountryEvidence, string> line) =>
        decision is { Countries.Count: > 0 } ? string.Join('\n', decision.Countries.Select(line)) : null;

    // A login may hold any character: none makes a line of its own.
    private static string Line(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '\uFFFD' : character));

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} %");

    private string Time(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, timeZone).ToString("yyyy-MM-dd HH:mm (zzz)", CultureInfo.InvariantCulture);
}
