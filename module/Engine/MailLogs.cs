using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Ingestion.Logs.Files;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Imports mail logs for the cmdlet.</summary>
internal sealed class MailLogs(MailLogImport import) : IMailLogImport
{
    public MailLogProgress Progress => Of(import.Counts);

    public string? Trouble => import.Trouble;

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

    private MailLogProgress Of(MailLogCounts counts)
    {
        var (auths, deliveries) = (import.PendingAuths, import.PendingDeliveries);
        return new(counts.Lines, counts.Auths - auths, counts.Deliveries - deliveries, counts.Malformed, auths + deliveries, counts.Share);
    }
}
