using System.Globalization;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection.SharedOrigins;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.SharedOrigins;

/// <summary>Who was used at which origin: a row for each origin and day. Of a day there are 64 partitions, so that none is much busier than another.</summary>
public sealed class OriginTable(Tables tables, TimeProvider time)
{
    /// <summary>How long a row is kept after it was written last: 2 days. The day after, it still says who lives there.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    internal const string Written = nameof(Written);

    private const string Uses = nameof(Uses);
    private const int ShardBits = 6;

    /// <summary>Adds uses to an origin: a request where there is no row, two where the row holds them, else three.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="uses">Its uses.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The origin as it was, and as it is.</returns>
    /// <exception cref="StorageException">Storage failed; the uses may be added.</exception>
    public Task<(OriginDay Before, OriginDay After)> AddAsync(OriginKey origin, IReadOnlyCollection<OriginUse> uses, CancellationToken cancellationToken) => tables.RunAsync(
        Tables.SharedOrigins,
        "Noting who was used at an origin",
        async table =>
        {
            // Most origins are those of one account: they are written without being read.
            TableEntity? row = null;
            for (var attempt = 1; ; attempt++)
            {
                var (before, after) = (Read(row), Read(row));
                foreach (var use in uses)
                {
                    after.Add(use);
                }

                if (row is not null && uses.All(use => before.Holds(use)))
                {
                    return (before, after);
                }

                try
                {
                    var next = new TableEntity(PartitionOf(origin), RowOf(origin)) { [Uses] = after.Encode(), [Written] = time.GetUtcNow() };
                    await table.WriteAsync(next, row?.ETag, cancellationToken).ConfigureAwait(false);
                    return (before, after);
                }
                catch (RequestFailedException e) when (e.Status is 404 or 409 or 412 && attempt < VersionedRow.MaximumAttempts)
                {
                    row = await table.FindAsync(PartitionOf(origin), RowOf(origin), cancellationToken).ConfigureAwait(false);
                }
            }
        },
        cancellationToken);

    /// <summary>An origin; nobody was used at it where there is no row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<OriginDay> FindAsync(OriginKey origin, CancellationToken cancellationToken) =>
        Read(await tables.FindAsync(Tables.SharedOrigins, "Reading who was used at an origin", PartitionOf(origin), RowOf(origin), cancellationToken).ConfigureAwait(false));

    /// <summary>What the partitions of a day and of those after it are not less than.</summary>
    internal static string KeyOf(long day) => TableKey.OfDay(DateTimeOffset.UnixEpoch.AddDays(day));

    private static string PartitionOf(OriginKey origin) => string.Create(CultureInfo.InvariantCulture, $"{KeyOf(origin.Day)}-{origin.Number >> (64 - ShardBits):00}");

    private static string RowOf(OriginKey origin) => origin.Number.ToString("x16", CultureInfo.InvariantCulture);

    private static OriginDay Read(TableEntity? row) => row is null ? new OriginDay() : OriginDay.Decode(row.GetBinary(Uses));
}
