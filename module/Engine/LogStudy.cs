using System.IO.Compression;
using System.Text;
using AbuseServerless.Activity;
using AbuseServerless.Exemptions;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.PowerShell.Border;
using AbuseServerless.Reporting;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Studies thresholds on a log.</summary>
internal sealed class LogStudy(GeoLog log, TimeProvider time)
{
    /// <param name="grid">The thresholds and windows.</param>
    /// <param name="connected">Geolocation databases of the installation; null where it tells none.</param>
    /// <param name="exemptions">What does not count.</param>
    /// <param name="judgements">What is known of accounts.</param>
    /// <param name="progress">Told which share of the log was read.</param>
    /// <param name="cancellationToken">Ends the study.</param>
    /// <exception cref="EngineException">A file or database cannot be read.</exception>
    public async Task<GeoStudy> MeasureAsync(
        ThresholdGrid grid,
        string? connected,
        IReadOnlyList<Exemption> exemptions,
        IReadOnlyDictionary<AccountName, Judgement> judgements,
        Action<double> progress,
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

    private async Task<long> ReadAsync(LogMeasurement measurement, Action<double> progress, CancellationToken cancellationToken)
    {
        var rejected = 0L;
        var read = 0L;
        try
        {
            var length = Math.Max(1, log.Files.Sum(file => new FileInfo(file).Length));
            foreach (var path in log.Files)
            {
                var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, useAsync: true);
                await using (file.ConfigureAwait(false))
                {
                    rejected += await ReadAsync(file, measurement, () => progress(Math.Min(1, (read + file.Position) / (double)length)), cancellationToken).ConfigureAwait(false);
                    read += file.Position;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new EngineException(EngineFault.BadFile, e.Message, e);
        }

        return rejected;
    }

    private async Task<long> ReadAsync(FileStream file, LogMeasurement measurement, Action progress, CancellationToken cancellationToken)
    {
        var events = new AuthLog(Reader(), time);
        Stream text = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
        using var decoder = new StreamReader(text, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        var lines = new LineReader(decoder);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0 && events.Read(line) is { } found)
            {
                measurement.Add(found);
            }

            progress();
        }

        return events.Rejected;
    }

    private ILogReader? Reader() => log.Format switch
    {
        GeoLogFormat.Dovecot => new DovecotLogReader(time.GetUtcNow()),
        GeoLogFormat.Postfix => new PostfixLogReader(log.TimeZone, time.GetUtcNow()),
        _ => null,
    };
}
