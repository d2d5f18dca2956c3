using AbuseServerless.Azure.Storage;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Retention;

/// <summary>Where a sweep over the buckets of accounts stands, so that its next run goes on there, whatever ended the last one.</summary>
internal sealed class SweepPosition(Tables tables, string sweep)
{
    /// <summary>The partition of the rows, in the table of the daily statistics; behind every day.</summary>
    internal const string Partition = "sweeps";

    private const string Next = nameof(Next);

    /// <summary>The bucket that is next; 0 at first, and where the row was edited by hand.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<int> ReadAsync(CancellationToken cancellationToken) =>
        (await tables.FindAsync(Tables.DailyStats, "Reading where a sweep stands", Partition, sweep, cancellationToken).ConfigureAwait(false))?[Next] as int? ?? 0;

    /// <summary>Saves the bucket that is next.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task WriteAsync(int next, CancellationToken cancellationToken) => tables.RunAsync(
        Tables.DailyStats,
        "Saving where a sweep stands",
        table => table.UpsertEntityAsync(new TableEntity(Partition, sweep) { [Next] = next }, TableUpdateMode.Replace, cancellationToken),
        cancellationToken);
}
