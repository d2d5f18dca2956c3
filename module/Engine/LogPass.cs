using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Reads the files of a log once, in the order of time, and gives out what they tell.</summary>
/// <param name="log">The log.</param>
/// <param name="time">Says what is of the future.</param>
/// <param name="add">Takes each login and delivery.</param>
/// <param name="progress">Told now and then which share of the log was read, 0 to 1.</param>
internal sealed class LogPass(GeoLog log, TimeProvider time, Action<LogLine> add, Action<double> progress)
{
    private const int ProgressStep = 1_000;

    /// <returns>What was understood.</returns>
    /// <exception cref="EngineException">A file cannot be read, or nothing in the log was recognised.</exception>
    public async Task<LogTally> ReadAsync(CancellationToken cancellationToken)
    {
        var formats = LogKind.Parse(log.Format);
        var reader = new MailLogReader(formats, log.TimeZone, time);
        var done = 0L;
        try
        {
            var sources = await LogSource.FindAsync(log.Files, formats, log.TimeZone, time, null, cancellationToken).ConfigureAwait(false);
            if (sources.Count > 1)
            {
                reader.TellRepeated();
            }

            var all = Math.Max(1, sources.Sum(source => source.Length));
            foreach (var source in sources)
            {
                if (source.IsBroken)
                {
                    reader.EndEarly(source.Path, source.IsNested);
                    continue;
                }

                reader.Begin(source);
                var file = await LogFile.OpenAsync(source.Path, cancellationToken).ConfigureAwait(false);
                await using (file.ConfigureAwait(false))
                {
                    await ReadAsync(file, source.Path, reader, () => progress((done + source.Length * file.Share) / all), cancellationToken).ConfigureAwait(false);
                }

                done += source.Length;
            }

            Add(reader.Release());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || LogFile.IsBroken(e))
        {
            throw new EngineException(EngineFault.BadFile, e.Message, e);
        }

        return LogSummary.Nothing(reader.Tally, formats?[0]) is { } nothing ? throw new EngineException(EngineFault.BadFile, nothing) : reader.Tally;
    }

    private async Task ReadAsync(LogFile file, string path, MailLogReader reader, Action report, CancellationToken cancellationToken)
    {
        try
        {
            for (var lines = 0L; (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? file.TakeRest()) is { } line; lines++)
            {
                Add(reader.Read(line).Events);
                if (lines % ProgressStep == 0)
                {
                    report();
                }
            }
        }
        catch (Exception e) when (LogFile.IsBroken(e))
        {
            reader.EndEarly(path);
        }

        Add(reader.End());
    }

    private void Add(IReadOnlyList<LogLine> lines)
    {
        foreach (var line in lines)
        {
            // As the functions have it.
            if (line is not AuthLine { Event: var login } || login.Time <= time.GetUtcNow() + AuthEventParser.MaximumAhead)
            {
                add(line);
            }
        }
    }
}
