using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;
using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Studies thresholds and settings of the nets on a log.</summary>
/// <param name="log">The log.</param>
/// <param name="known">What the installation adds.</param>
/// <param name="time">The clock.</param>
internal sealed class LogStudy(GeoLog log, LogStudyContext known, TimeProvider time)
{
    /// <summary>What thresholds of countries would have done.</summary>
    /// <param name="grid">The thresholds and windows.</param>
    /// <param name="progress">Receives how many events have counted and which share of the log was read.</param>
    /// <param name="cancellationToken">Ends the study.</param>
    /// <exception cref="EngineException">A file or database cannot be read.</exception>
    public async Task<GeoStudy> MeasureAsync(ThresholdGrid grid, Action<long, double> progress, CancellationToken cancellationToken)
    {
        var marked = Marked();
        using var geolocator = Geolocators.Open(log.Databases, known.GeolocationDatabases, time);
        var measurement = new LogMeasurement(grid, geolocator, new ExemptionSet(known.Exemptions, Asn()));
        var pass = new LogPass(log, time, line => Add(line, measurement), share => progress(measurement.Events, share));
        var tally = await pass.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Tell(ThresholdOutput.Of(measurement.ToStudy(marked)) with { Events = measurement.Events, Late = measurement.Late }, tally, geolocator);
    }

    /// <summary>What settings of the nets would have done.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="progress">Receives how many logins have counted and which share of the log was read.</param>
    /// <param name="cancellationToken">Ends the study.</param>
    /// <exception cref="EngineException">A setting is wrong, or a file or database cannot be read.</exception>
    public async Task<GeoTrialStudy> TryAsync(IReadOnlyList<GeoSetting> settings, Action<long, double> progress, CancellationToken cancellationToken)
    {
        var marked = Marked();
        using var geolocator = Geolocators.Open(log.Databases, known.GeolocationDatabases, time);
        var asn = Asn();
        var trial = new LogTrial(RuleTrials.Of(settings, geolocator), geolocator, asn, new ExemptionSet(known.Exemptions, asn));
        var pass = new LogPass(log, time, line => Add(line, trial), share => progress(trial.Logins, share));
        var tally = await pass.ReadAsync(cancellationToken).ConfigureAwait(false);
        var study = trial.ToStudy(marked);
        return Tell(
            new GeoTrialStudy([.. study.Outcomes.Select(outcome => ThresholdOutput.Of(outcome, study.Accounts))], study.Good, study.Abuse)
            {
                MinimumJudged = ThresholdOutcome.MinimumJudged,
                KnowsSystems = AsnFiles is not null,
                Deliveries = trial.Deliveries,
                Events = trial.Logins,
                Late = trial.TooLate,
            },
            tally,
            geolocator);
    }

    private string? AsnFiles => log.AsnDatabases.Count > 0 ? string.Join(';', log.AsnDatabases) : known.AsnDatabase is { Length: > 0 } files ? files : null;

    private AsnDatabase Asn() => Geolocators.OpenAsn(AsnFiles, time);

    private T Tell<T>(T study, LogTally tally, DatabaseGeolocator geolocator)
        where T : GeoLogStudy => study with
        {
            Rejected = tally.Malformed + tally.Ahead,
            Found = LogSummary.Of(tally),
            Warnings = [.. LogSummary.Warnings(tally, address => geolocator.Locate(address).HasCountry)],
            AsnExemptions = AsnFiles is null ? known.Exemptions.Count(exemption => exemption.Kind == ExemptionKind.Asn) : 0,
        };

    private Dictionary<AccountName, Judgement> Marked()
    {
        var marked = new Dictionary<AccountName, Judgement>(known.Judgements);
        foreach (var account in log.Good)
        {
            marked[Accounts.Parse(account)] = Judgement.FalsePositive;
        }

        foreach (var account in log.Abuse)
        {
            marked[Accounts.Parse(account)] = Judgement.Abuse;
        }

        return marked;
    }

    private static void Add(LogLine line, LogMeasurement measurement)
    {
        if (line is AuthLine { Event: var login })
        {
            measurement.Add(login);
        }
    }

    private static void Add(LogLine line, LogTrial trial)
    {
        if (line is AuthLine { Event: var login })
        {
            trial.Add(login);
        }
        else if (line is DeliveryLine { Event: var delivery })
        {
            trial.Add(delivery);
        }
    }
}
