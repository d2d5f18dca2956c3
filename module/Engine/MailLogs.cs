using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Imports mail logs for the cmdlet.</summary>
internal sealed class MailLogs(MailLogImport import, ImportedLogTable imports, LogFormat? format, TimeProvider time) : IMailLogImport
{
    // As often as gates tell of themselves.
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private string? _untold;

    public string Found => LogSummary.Of(import.Understood) + _untold;

    public IReadOnlyList<string> Warnings => [.. LogSummary.Warnings(import.Understood)];

    public DateTimeOffset? First => import.Understood.Logins > 0 ? import.Understood.First : null;

    public MailLogProgress Progress => Of(import.Counts);

    public string? Trouble => import.Trouble;

    public async Task<IReadOnlyList<string>> OrderAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var files = await LogSource.ExpandAsync(paths, cancellationToken).ConfigureAwait(false);
        if (files.Count == 1)
        {
            return files;
        }

        var found = new List<(string Path, DateTimeOffset First)>();
        foreach (var path in files)
        {
            try
            {
                found.Add((path, (await import.LookAsync(path, cancellationToken).ConfigureAwait(false)).First ?? DateTimeOffset.MaxValue));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException || LogFile.IsBroken(e))
            {
                found.Add((path, DateTimeOffset.MaxValue));
            }
        }

        return [.. found.OrderBy(file => file.First).Select(file => file.Path)];
    }

    public async Task<MailLogProgress> ImportAsync(string path, bool follow, CancellationToken cancellationToken)
    {
        MailLogProgress done;
        try
        {
            var running = Faults.TranslateAsync(() => import.ImportAsync(path, follow, cancellationToken));
            while (follow && await Task.WhenAny(running, Task.Delay(TellEvery, time, cancellationToken)).ConfigureAwait(false) != running && !cancellationToken.IsCancellationRequested)
            {
                await TellAsync(cancellationToken).ConfigureAwait(false);
            }

            done = Of(await running.ConfigureAwait(false));
            await TellAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || LogFile.IsBroken(e))
        {
            throw new EngineException(EngineFault.BadFile, $"{path}: {e.Message}", e);
        }

        // A log that was imported before and has not grown has nothing to recognise.
        return done.Lines > 0 && LogSummary.Nothing(import.Understood, format) is { } nothing ? throw new EngineException(EngineFault.NotRecognised, $"{path}: {nothing}") : done;
    }

    // For the report. Who may send events need not be allowed to write that.
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        if (import.Health is { Lines: > 0 } health)
        {
            try
            {
                await imports.WriteAsync(new FollowedLog(Environment.MachineName, health), time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                _untold = null;
            }
            catch (StorageException e)
            {
                _untold = $" The report is not told of it: {e.Message}";
            }
        }
    }

    public ValueTask DisposeAsync() => import.DisposeAsync();

    private MailLogProgress Of(MailLogCounts counts)
    {
        var (auths, deliveries) = (import.PendingAuths, import.PendingDeliveries);
        return new(counts.Lines, counts.Auths - auths, counts.Deliveries - deliveries, counts.Malformed, auths + deliveries, counts.Share);
    }
}
