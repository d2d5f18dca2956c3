using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Backup;

/// <summary>Copies what operators and the nets decided into a file, and back: suspensions, exemptions, allowances, plans and the audit log.</summary>
/// <remarks>
/// Not in it: what is remembered of accounts, which logins make anew; statistics and dead letters; notifications, which nobody is to get twice; and whether suspensions are enforced, because a restore is no
/// reason to begin refusing. Nor commands about queued mail of the last day, which hosts would do again.
/// </remarks>
public sealed class StateBackup(Tables tables, TimeProvider time)
{
    // The log first: a restore that ends early leaves no suspension that is not on record.
    private static readonly string[] Order = [Tables.AuditLog, Tables.Exemptions, Tables.Allowances, Tables.Plans, Tables.Suspensions];

    private const int Parallelism = 16;

    /// <summary>Writes a backup.</summary>
    /// <exception cref="StorageException">Storage failed; the file is not whole.</exception>
    public async Task<StateTally> WriteAsync(Stream file, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>();
        var leftOut = 0;
        var writer = new StreamWriter(file, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteLineAsync(StateFile.Header(time.GetUtcNow(), tables.Uri)).ConfigureAwait(false);
            foreach (var table in Order)
            {
                counts[table] = 0;
                await foreach (var row in ReadAsync(table, cancellationToken).ConfigureAwait(false))
                {
                    // What cannot be read here cannot be read where it would be restored.
                    if (tables.Unreadable.TryRead(table, row, one => StateRowCheck.Write(table, one)) is { } line)
                    {
                        await writer.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
                        counts[table]++;
                    }
                    else
                    {
                        leftOut++;
                    }
                }
            }

            await writer.WriteLineAsync(StateFile.Trailer(counts.Values.Sum())).ConfigureAwait(false);
        }

        return Tally(counts) with { LeftOut = leftOut };
    }

    /// <summary>Counts what a backup holds, having read and checked all of it.</summary>
    /// <returns>The counts, and those rows that are not to be restored, by their lines.</returns>
    /// <exception cref="InvalidDataException">It is not a backup, is truncated or is damaged.</exception>
    public static async Task<(StateTally Tally, IReadOnlyList<StateRowFault> Faults)> CheckAsync(Stream file, CancellationToken cancellationToken)
    {
        var counts = Order.ToDictionary(table => table, _ => 0);
        var (faults, leftOut) = (new List<StateRowFault>(), 0);
        await foreach (var row in StateFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
        {
            if (StateRowCheck.FindFault(row) is not { } fault)
            {
                counts[row.Table]++;
                continue;
            }

            leftOut++;
            if (faults.Count < UnreadableRows.MaximumRemembered)
            {
                faults.Add(fault);
            }
        }

        return (Tally(counts) with { LeftOut = leftOut }, faults);
    }

    /// <summary>Writes the rows of a backup that are not there; one that is there and differs is kept. Rows that cannot be read are left out.</summary>
    /// <param name="file">The backup, at its beginning, whole and checked.</param>
    /// <param name="replace">Whether suspensions, exemptions, allowances and plans that are there are replaced where they differ. The audit log is never changed.</param>
    /// <param name="cancellationToken">Ends it. Doing it again goes on.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="StorageException">Storage failed; some rows are written. Doing it again goes on.</exception>
    public async Task<StateTally> RestoreAsync(Stream file, bool replace, CancellationToken cancellationToken)
    {
        var counts = Order.ToDictionary(table => table, _ => 0);
        int written = 0, unchanged = 0, kept = 0, leftOut = 0;
        await Parallel.ForEachAsync(
            Counted(StateFile.ReadAsync(file, cancellationToken)),
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (row, token) =>
            {
                switch (await RestoreAsync(row, replace && row.Table != Tables.AuditLog, token).ConfigureAwait(false))
                {
                    case Restored.Written: Interlocked.Increment(ref written); break;
                    case Restored.Unchanged: Interlocked.Increment(ref unchanged); break;
                    default: Interlocked.Increment(ref kept); break;
                }
            }).ConfigureAwait(false);
        if (counts[Tables.Plans] > 0)
        {
            // Gates look at nothing else.
            await tables.RunAsync(
                Tables.Plans, "Restoring plans", table => table.UpsertEntityAsync(PlanEntity.Version(), TableUpdateMode.Replace, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (counts[Tables.Allowances] > 0)
        {
            await tables.RunAsync(
                Tables.Allowances, "Restoring allowances", table => table.UpsertEntityAsync(AllowanceEntity.Version(), TableUpdateMode.Replace, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return Tally(counts) with { Written = written, Unchanged = unchanged, Kept = kept, LeftOut = leftOut };

        async IAsyncEnumerable<StateRow> Counted(IAsyncEnumerable<StateRow> rows)
        {
            await foreach (var row in rows.ConfigureAwait(false))
            {
                // What would break those who read the tables does not get in.
                if (StateRowCheck.FindFault(row) is null)
                {
                    counts[row.Table]++;
                    yield return row;
                }
                else
                {
                    leftOut++;
                }
            }
        }
    }

    private static StateTally Tally(Dictionary<string, int> counts) => new(counts[Tables.Suspensions], counts[Tables.Exemptions], counts[Tables.AuditLog]) { Allowances = counts[Tables.Allowances], Plans = counts[Tables.Plans] };

    private IAsyncEnumerable<TableEntity> ReadAsync(string table, CancellationToken cancellationToken) => table switch
    {
        Tables.Suspensions => tables.QueryAsync(
            table,
            TableClient.CreateQueryFilter($"PartitionKey eq {SuspensionEntity.Partition} and RowKey ge {SuspensionEntity.Prefix} and RowKey lt {TableKey.End(SuspensionEntity.Prefix)}"),
            cancellationToken),
        Tables.Exemptions => tables.QueryAsync(table, TableClient.CreateQueryFilter($"PartitionKey eq {ExemptionTable.Partition}"), cancellationToken),
        Tables.Allowances => tables.QueryAsync(table, AllowanceTable.Rows, cancellationToken).OrNoneAsync(cancellationToken),
        Tables.Plans => tables.SweepAsync(table, "backup", TableClient.CreateQueryFilter($"PartitionKey eq {PlanEntity.Partition} and RowKey ne {PlanEntity.VersionKey}"), cancellationToken),

        // A command that hosts may still do is in no backup: a restore would give it again.
        _ => tables.SweepAsync(Tables.AuditLog, "backup", "", cancellationToken).Where(row => !AuditEntity.IsCommandRow(row) || AuditEntity.ReadCommand(row)?.IsOver(time.GetUtcNow()) != false),
    };

    private Task<Restored> RestoreAsync(StateRow row, bool replace, CancellationToken cancellationToken)
    {
        // What is due about a suspension stands beside it: a restored one ends at its time.
        TableEntity[] rows = row.Table == Tables.Suspensions ? [row.Entity, .. DueWork.Of(SuspensionEntity.Read(row.Entity)).Select(work => work.Write())] : [row.Entity];
        return tables.RunAsync(
            row.Table,
            "Restoring a row",
            async table =>
            {
                if (await table.TryWriteAsync(rows[0], null, rows[1..], cancellationToken).ConfigureAwait(false) is not null)
                {
                    return Restored.Written;
                }

                var there = await table.FindAsync(row.Entity.PartitionKey, row.Entity.RowKey, cancellationToken).ConfigureAwait(false);
                if (there is not null && StateFile.Write(row.Table, there) == StateFile.Write(row.Table, row.Entity))
                {
                    return Restored.Unchanged;
                }

                return replace && there is not null && await table.TryWriteAsync(rows[0], there.ETag, rows[1..], cancellationToken).ConfigureAwait(false) is not null ? Restored.Written : Restored.Kept;
            },
            cancellationToken);
    }

    private enum Restored
    {
        Written,
        Unchanged,
        Kept,
    }
}
