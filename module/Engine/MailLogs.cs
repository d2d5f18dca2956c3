using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Imports mail logs for the cmdlet.</summary>
internal sealed class MailLogs(MailLogImport import, LogFormat? format) : IMailLogImport
{
    public string Found => LogSummary.Of(import.Understood);

    public IReadOnlyList<string> Warnings => [.. LogSummary.Warnings(import.Understood)];

    public MailLogProgress Progress => Of(import.Counts);

    public string? Trouble => import.Trouble;

    public async Task<IReadOnlyList<string>> OrderAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var found = new List<(string Path, DateTimeOffset First)>();
        foreach (var path in paths.SelectMany(LogSource.Expand).Distinct())
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
            done = Of(await Faults.TranslateAsync(() => import.ImportAsync(path, follow, cancellationToken)).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || LogFile.IsBroken(e))
        {
            throw new EngineException(EngineFault.BadFile, $"{path}: {e.Message}", e);
        }

        // A log that was imported before and has not grown has nothing to recognise.
        return done.Lines > 0 && LogSummary.Nothing(import.Understood, format) is { } nothing ? throw new EngineException(EngineFault.NotRecognised, $"{path}: {nothing}") : done;
    }

    public ValueTask DisposeAsync() => import.DisposeAsync();

    private MailLogProgress Of(MailLogCounts counts)
    {
        var (auths, deliveries) = (import.PendingAuths, import.PendingDeliveries);
        return new(counts.Lines, counts.Auths - auths, counts.Deliveries - deliveries, counts.Malformed, auths + deliveries, counts.Share);
    }
}
