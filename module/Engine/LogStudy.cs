using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Dovecot;
using AbuseServerless.Ingestion.Logs.Postfix;
using AbuseServerless.Ingestion.Logs.Files;
using AbuseServerless.PowerShell.Border;
using AbuseServerless.Reporting;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Studies thresholds on a log.</summary>
internal sealed class LogStudy(GeoLog log, TimeProvider time)
{
    private const int ProgressStep = 1_000;

    /// <param name="grid">The thresholds and windows.</param>
    /// <param name="connected">Geolocation databases of the installation; null where it tells none.</param>
    /// <param name="exemptions">What does not count.</param>
    /// <param name="judgements">What is known of accounts.</param>
    /// <param name="progress">Told how many events have counted and which share of the log was read.</param>
    /// <param name="cancellationToken">Ends the study.</param>
    /// <exception cref="EngineException">A file or database cannot be read.</exception>
    public async Task<GeoStudy> MeasureAsync(
        ThresholdGrid grid,
        string? connected,
        IReadOnlyList<Exemption> exemptions,
        IReadOnlyDictionary<AccountName, Judgement> judgements,
        Action<long, double> progress,
        CancellationToken cancellationToken)
    {
        var marked = Mark(judgements);
        using var geolocator = Geolocators.Open(log.Databases, connected, time);
        var measurement = new LogMeasurement(grid, geolocator, new ExemptionSet(exemptions, Geolocators.OpenAsn(log.AsnDatabase, time)));
        var rejected = await ReadAsync(measurement, progress, cancellationToken).ConfigureAwait(false);
        return ThresholdOutput.Of(measurement.ToStudy(marked)) with
        {
            Events = measurement.Events,
            Rejected = rejected,
            Late = measurement.Late,
            AsnExemptions = log.AsnDatabase is null ? exemptions.Count(exemption => exemption.Kind == ExemptionKind.Asn) : 0,
        };
    }

    private Dictionary<AccountName, Judgement> Mark(IReadOnlyDictionary<AccountName, Judgement> judgements)
    {
        var marked = new Dictionary<AccountName, Judgement>(judgements);
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

    private async Task<long> ReadAsync(LogMeasurement measurement, Action<long, double> progress, CancellationToken cancellationToken)
    {
        var rejected = 0L;
        var done = 0L;
        try
        {
            var sizes = log.Files.Select(path => new FileInfo(path).Length).ToList();
            var all = Math.Max(1, sizes.Sum());
            foreach (var (path, size) in log.Files.Zip(sizes))
            {
                var file = await LogFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
                await using (file.ConfigureAwait(false))
                {
                    rejected += await ReadAsync(file, measurement, () => progress(measurement.Events, (done + size * file.Share) / all), cancellationToken).ConfigureAwait(false);
                }

                done += size;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new EngineException(EngineFault.BadFile, e.Message, e);
        }

        return rejected;
    }

    private async Task<long> ReadAsync(LogFile file, LogMeasurement measurement, Action progress, CancellationToken cancellationToken)
    {
        var events = new AuthLog(Reader(), time);
        for (var lines = 0L; (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? file.TakeRest()) is { } line; lines++)
        {
            if (line.Length > 0 && events.Read(line) is { } found)
            {
                measurement.Add(found);
            }

            if (lines % ProgressStep == 0)
            {
                progress();
            }
        }

        return events.Rejected;
    }

    private MailLogReader? Reader() => log.Format switch
    {
        GeoLogFormat.Dovecot => new MailLogReader([DovecotLogReader.Format], log.TimeZone, time),
        GeoLogFormat.Postfix => new MailLogReader([PostfixLogReader.Format], log.TimeZone, time),
        _ => null,
    };
}
