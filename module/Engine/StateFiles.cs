using AbuseServerless.Azure.Backup;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Backups as files, which hold account names: only their owner may read them.</summary>
internal sealed class StateFiles(StateBackup backup, AuditTable audit, TimeProvider time)
{
    /// <summary>Writes beside the file and renames: what fails leaves the file that was there.</summary>
    public async Task<GeoStateTally> ExportAsync(string path, CancellationToken cancellationToken)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            StateTally tally;
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var file = new FileStream(partial, options);
            await using (file.ConfigureAwait(false))
            {
                tally = await backup.WriteAsync(file, cancellationToken).ConfigureAwait(false);
            }

            File.Move(partial, path, overwrite: true);
            return Output(path, tally);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineFault.FileNotWritten, $"'{path}' was not written: {e.Message}", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Counts what a backup holds, and says of each row that cannot be restored why, in sentences.</summary>
    public static Task<(GeoStateTally Held, IReadOnlyList<string> Faults)> CheckAsync(string path, CancellationToken cancellationToken) => ReadAsync(path, async file =>
    {
        var (tally, faults) = await StateBackup.CheckAsync(file, cancellationToken).ConfigureAwait(false);
        return (Output(path, tally), Sentences(tally, faults));
    });

    public async Task<GeoStateTally> ImportAsync(string path, bool replace, string by, string reason, CancellationToken cancellationToken)
    {
        var (held, _) = await CheckAsync(path, cancellationToken).ConfigureAwait(false);
        var told = $"{held} restored from a backup{(replace ? ", replacing others" : "")}{(held.LeftOut > 0 ? $", without {Quantity.Of(held.LeftOut, "row")} that cannot be read" : "")}: {reason}";
        await audit.RecordAsync(new OperatorAct(time.GetUtcNow().ToWholeMilliseconds(), OperatorActKind.StateRestored, by, told), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(path, async file =>
        {
            var tally = await backup.RestoreAsync(file, replace, cancellationToken).ConfigureAwait(false);
            return Output(path, tally) with { Restored = tally.Written, Unchanged = tally.Unchanged, Kept = tally.Kept };
        }).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(string path, Func<Stream, Task<T>> read)
    {
        try
        {
            var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            await using (file.ConfigureAwait(false))
            {
                return await read(file).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException e)
        {
            throw new EngineException(EngineFault.BadBackup, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineFault.BadFile, e.Message, e);
        }
    }

    private static IReadOnlyList<string> Sentences(StateTally tally, IReadOnlyList<StateRowFault> faults) =>
    [
        .. faults.Select(fault => $"Line {fault.Line} of the backup cannot be restored: {fault.Why} It is row '{fault.RowKey}' of table {fault.Table}."),
        .. tally.LeftOut == faults.Count ? Array.Empty<string>() : [$"{Quantity.Of(tally.LeftOut - faults.Count, "further line")} of the backup cannot be restored."],
    ];

    private static GeoStateTally Output(string path, StateTally tally) =>
        new() { Path = path, Suspensions = tally.Suspensions, Exemptions = tally.Exemptions, Allowances = tally.Allowances, Plans = tally.Plans, AuditEntries = tally.AuditEntries, LeftOut = tally.LeftOut };
}
