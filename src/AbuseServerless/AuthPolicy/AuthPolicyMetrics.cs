using System.Diagnostics.Metrics;
using AbuseServerless.Suspensions;
using AbuseServerless.Telemetry;

namespace AbuseServerless.AuthPolicy;

/// <summary>Counts the requests of mail servers and their answers: meter <see cref="MeterName"/>, to be read with <c>dotnet-counters</c> or OpenTelemetry.</summary>
/// <remarks>
/// <para><see cref="Allows"/>: answers to <c>allow</c>. Tag <c>outcome</c> = <c>allowed</c>, <c>refused</c>, <c>observed</c>, <c>failed_open</c> or <c>abroad</c>. <see cref="AllowDuration"/>: the time they took.</para>
/// <para><see cref="Reports"/>: reports. Tag <c>outcome</c> = <c>taken</c>, <c>ignored</c>, <c>refused_attempt</c>, <c>malformed</c>, <c>dropped</c> or <c>protocol_not_told</c>.</para>
/// <para><see cref="Published"/>: reported logins that the hub has accepted. <see cref="Queued"/>: those that wait for it.</para>
/// <para><see cref="SnapshotAge"/>: seconds since the suspensions in memory were last known to be up to date; not there before they were read.
/// <see cref="SnapshotAccounts"/>: suspended accounts in memory. <see cref="Enforcing"/>: 1 where they are refused, 0 where the installation observes.</para>
/// </remarks>
public sealed class AuthPolicyMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = Instrumentation.Name;

    /// <summary>Counter of answers to <c>allow</c>.</summary>
    public const string Allows = "abuseserverless.policy.allows";

    /// <summary>Time that an answer to <c>allow</c> took, seconds.</summary>
    public const string AllowDuration = "abuseserverless.policy.allow.duration";

    /// <summary>Counter of reports.</summary>
    public const string Reports = "abuseserverless.policy.reports";

    /// <summary>Counter of logins that the hub has accepted.</summary>
    public const string Published = "abuseserverless.policy.published";

    /// <summary>Logins that wait for the hub.</summary>
    public const string Queued = "abuseserverless.policy.queued";

    /// <summary>Age of the snapshot, seconds.</summary>
    public const string SnapshotAge = "abuseserverless.policy.snapshot.age";

    /// <summary>Suspended accounts in the snapshot.</summary>
    public const string SnapshotAccounts = "abuseserverless.policy.snapshot.accounts";

    /// <summary>Whether suspended accounts are refused: 1 or 0.</summary>
    public const string Enforcing = "abuseserverless.policy.enforcing";

    private static readonly KeyValuePair<string, object?>[] AllowTags = [Tag("allowed"), Tag("refused"), Tag("observed"), Tag("failed_open"), Tag("abroad")];
    private static readonly KeyValuePair<string, object?>[] ReportTags = [Tag("taken"), Tag("ignored"), Tag("refused_attempt"), Tag("malformed"), Tag("dropped"), Tag("protocol_not_told")];

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _allows;
    private readonly Histogram<double> _allowDuration;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _published;
    private readonly UpDownCounter<long> _queued;

    /// <summary>Counts from nothing.</summary>
    public AuthPolicyMetrics(SuspensionSnapshot snapshot, EnforcementSwitch enforcement)
    {
        _allows = _meter.CreateCounter<long>(Allows, "{answer}", "Answers to the question whether an account may log in.");
        _allowDuration = _meter.CreateHistogram(
            AllowDuration,
            "s",
            "Time to answer whether an account may log in, from the arrival of the request in the process.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] });
        _reports = _meter.CreateCounter<long>(Reports, "{report}", "Logins that mail servers reported.");
        _published = _meter.CreateCounter<long>(Published, "{event}", "Reported logins that the event hub has accepted.");
        _queued = _meter.CreateUpDownCounter<long>(Queued, "{event}", "Reported logins that are waiting for the event hub.");
        _meter.CreateObservableGauge(SnapshotAge, () => Measurements(snapshot.Age), "s", "Time since the suspensions in memory were up to date.");
        _meter.CreateObservableGauge(SnapshotAccounts, () => snapshot.Count, "{account}", "Suspended accounts in memory.");
        _meter.CreateObservableGauge(Enforcing, () => enforcement.IsOn ? 1 : 0, "{installation}", "Whether suspended accounts are refused: 1, or 0 if the installation observes.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Counts an answer.</summary>
    public void Count(AllowOutcome outcome) => _allows.Add(1, AllowTags[(int)outcome]);

    /// <summary>Notes the time that an answer to <c>allow</c> took.</summary>
    public void Allowed(TimeSpan duration) => _allowDuration.Record(duration.TotalSeconds);

    /// <summary>Counts reports.</summary>
    public void Count(ReportOutcome outcome, int reports = 1) => _reports.Add(reports, ReportTags[(int)outcome]);

    /// <summary>Counts logins that begin to wait for the hub, or wait no longer where negative.</summary>
    public void CountQueued(int change) => _queued.Add(change);

    /// <summary>Counts logins that the hub has accepted.</summary>
    public void CountPublished(int events) => _published.Add(events);

    private static IEnumerable<Measurement<double>> Measurements(TimeSpan? age) => age is { } known ? [new(known.TotalSeconds)] : [];

    private static KeyValuePair<string, object?> Tag(string outcome) => new("outcome", outcome);
}
