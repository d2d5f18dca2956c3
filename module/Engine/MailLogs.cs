using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Ingestion.Logs.Files;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Imports mail logs for the cmdlet.</summary>
internal sealed class MailLogs(MailLogImport import) : IMailLogImport
{
    public MailLogProgress Progress => Of(import.Counts);

    public async Task<MailLogProgress> ImportAsync(string path, bool follow, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await Faults.TranslateAsync(() => import.ImportAsync(path, follow, cancellationToken)).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new EngineException(EngineFault.BadFile, $"{path}: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => import.DisposeAsync();

    private static MailLogProgress Of(MailLogCounts counts) => new(counts.Lines, counts.Auths, counts.Deliveries, counts.Malformed, counts.Share);
}
