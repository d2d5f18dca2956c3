using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
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
        var reader = await ReadAsync(measurement, progress, cancellationToken).ConfigureAwait(false);
        return ThresholdOutput.Of(measurement.ToStudy(marked)) with
        {
            Events = measurement.Events,
            Rejected = reader.Tally.Malformed + reader.Tally.Ahead,
            Found = LogSummary.Of(reader.Tally),
            Warnings = [.. LogSummary.Warnings(reader.Tally, address => geolocator.Locate(address).HasCountry)],
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

    private async Task<MailLogReader> ReadAsync(LogMeasurement measurement, Action<long, double> progress, CancellationToken cancellationToken)
    {
        var formats = LogKind.Parse(log.Format);
        var reader = new MailLogReader(formats, log.TimeZone, time);
        var done = 0L;
        try
        {
            var sources = await LogSource.FindAsync(log.Files, formats, log.TimeZone, time, null, cancellationToken).ConfigureAwait(false);
            var sizes = sources.Select(source => new FileInfo(source.Path).Length).ToList();
            var all = Math.Max(1, sizes.Sum());
            foreach (var (source, size) in sources.Zip(sizes))
            {
                if (source.IsBroken)
                {
                    reader.EndEarly(source.Path);
                    continue;
                }

                reader.Begin(source);
                var file = await LogFile.OpenAsync(source.Path, cancellationToken).ConfigureAwait(false);
                await using (file.ConfigureAwait(false))
                {
                    await ReadAsync(file, source.Path, reader, measurement, () => progress(measurement.Events, (done + size * file.Share) / all), cancellationToken).ConfigureAwait(false);
                }

                done += size;
            }

            Add(reader.Release(), measurement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || LogFile.IsBroken(e))
        {
            throw new EngineException(EngineFault.BadFile, e.Message, e);
        }

        return LogSummary.Nothing(reader.Tally, formats?[0]) is { } nothing ? throw new EngineException(EngineFault.BadFile, nothing) : reader;
    }

    private async Task ReadAsync(LogFile file, string path, MailLogReader reader, LogMeasurement measurement, Action progress, CancellationToken cancellationToken)
    {
        try
        {
            for (var lines = 0L; (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? file.TakeRest()) is { } line; lines++)
            {
                Add(reader.Read(line).Events, measurement);
                if (lines % ProgressStep == 0)
                {
                    progress();
                }
            }
        }
        catch (Exception e) when (LogFile.IsBroken(e))
        {
            reader.EndEarly(path);
        }
    }

    private void Add(IReadOnlyList<LogLine> lines, LogMeasurement measurement)
    {
        foreach (var found in lines)
        {
            // As the functions have it.
            if (found is AuthLine { Event: var login } && login.Time <= time.GetUtcNow() + AuthEventParser.MostAhead)
            {
                measurement.Add(login);
            }
        }
    }
}
