namespace AbuseServerless.StorageLimits;

/// <summary>What Table Storage does and Azurite does not. The defaults are those of the service; tests scale them down.</summary>
/// <remarks>
/// Sources, of Microsoft Learn, read on 2026-11-29:
/// [1] Scalability and performance targets for Table storage, /azure/storage/tables/scalability-targets;
/// [2] Query timeout and pagination, /rest/api/storageservices/query-timeout-and-pagination;
/// [3] Common REST API error codes, /rest/api/storageservices/common-rest-api-error-codes;
/// and of a user who met it: [4] github.com/Azure/azure-sdk-for-net/issues/46845.
/// </remarks>
public sealed record TableLimits
{
    /// <summary>"Target throughput for a single table partition (1-KiB entities)" [1].</summary>
    public const int EntitiesOfPartition = 2_000;

    /// <summary>"Maximum request rate per storage account", in transactions of 1 KiB [1]; here each entity is one.</summary>
    public const int EntitiesOfAccount = 20_000;

    /// <summary>"A maximum of 1,000 items at one time" [2]. The five seconds of a query, of which [2] also tells, no page of so many rows takes here.</summary>
    public const int MaximumRowsOfPage = 1_000;

    /// <summary>Beyond the limits the service answers 503 [1] with this code [3]; to a transaction 202, and the 503 is that of its first row [4].</summary>
    public const string ServerBusy = nameof(ServerBusy);

    /// <summary>500 with this code [3]: "the operation may have succeeded on the server despite the client returning an error" [2].</summary>
    public const string OperationTimedOut = nameof(OperationTimedOut);

    /// <summary>Entities of a partition in a second that are read, written or walked.</summary>
    public double PartitionRate { get; init; } = EntitiesOfPartition;

    /// <summary>Entities of the account in a second.</summary>
    public double AccountRate { get; init; } = EntitiesOfAccount;

    /// <summary>How long a request of some rows takes at least. Nothing is published about this: assumed is what services within one region are known for.</summary>
    public Func<TableOperation, int, TimeSpan> Latency { get; init; } = static (operation, rows) => TimeSpan.FromMilliseconds(operation switch
    {
        TableOperation.PointRead => 4,
        TableOperation.Write => 8,
        TableOperation.Transaction => 8 + (rows * 0.1),
        _ => 8 + (rows * 0.02),
    });

    /// <summary>Rows that the next page of a query walks, from 1 to 1,000: "or if the query crosses the partition boundary", or for no reason that is told [2].</summary>
    public Func<int> PageRows { get; init; } = static () => MaximumRowsOfPage;

    /// <summary>Whether a page without rows comes before the next one: "It is possible for a query to return no results but to still return a continuation header" [2].</summary>
    public Func<bool> PageIsEmpty { get; init; } = static () => false;

    /// <summary>Whether the answer to a write that is done is <see cref="OperationTimedOut"/>.</summary>
    public Func<TableRequest, bool> TimesOut { get; init; } = static _ => false;

    /// <summary>No latency, for tests.</summary>
    public static TimeSpan None(TableOperation operation, int rows) => TimeSpan.Zero;
}
