using System.Text.Json;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Ingestion.Logs;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>What imports understood of logs, for the report: a row for each machine and log, in the table of gates. <see cref="Retention.ExpiredRows"/> deletes it after days.</summary>
public sealed class ImportedLogTable(Tables tables)
{
    /// <summary>How long a log is told of after its last import: 7 days.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The partition of the rows.</summary>
    internal const string Partition = "imports";

    private const string Reader = "Reader";
    private const string Log = "Log";

    /// <summary>Writes what was understood in place of what was before.</summary>
    /// <param name="log">The log, and the machine that reads it.</param>
    /// <param name="time">When.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="StorageException">Storage failed, or whoever imports may not write there.</exception>
    public Task WriteAsync(FollowedLog log, DateTimeOffset time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var row = new TableEntity(Partition, TableKey.OfText($"{log.Reader}:{log.Log.Path}")) { [Reader] = log.Reader, ["Time"] = time, [Log] = JsonSerializer.Serialize(log.Log) };
        return tables.RunAsync(Tables.Gates, "Writing what was imported", table => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    /// <summary>Reads what was imported since then.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<IReadOnlyList<FollowedLog>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        await tables.SweepAsync(Tables.Gates, "imported logs", TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Time ge {since}"), cancellationToken).OrNoneAsync(cancellationToken)
            .Select(row => new FollowedLog(row.GetString(Reader), JsonSerializer.Deserialize<LogHealth>(row.GetString(Log))!) { Imported = row.GetDateTimeOffset("Time") }).ToListAsync(cancellationToken).ConfigureAwait(false);
}
