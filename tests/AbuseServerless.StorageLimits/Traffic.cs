namespace AbuseServerless.StorageLimits;

/// <summary>What has passed through a <see cref="LimitProxy"/>.</summary>
/// <param name="Requests">Requests by kind, those that were refused included.</param>
/// <param name="RowsWritten">Rows of writes and transactions that were let through.</param>
/// <param name="RowsRead">Rows answered.</param>
/// <param name="Walked">Rows that queries walked which are neither point reads nor key ranges of one partition, by table.</param>
/// <param name="Busy">Requests that were answered <see cref="TableLimits.ServerBusy"/>.</param>
/// <param name="TimedOut">Writes that were done and answered <see cref="TableLimits.OperationTimedOut"/>.</param>
/// <param name="EmptyPages">Pages without rows that were not the last.</param>
/// <param name="BusiestPartition">The partition with the most rows in a second.</param>
/// <param name="BusiestSecondOfPartition">Those rows.</param>
/// <param name="BusiestSecond">The most rows of the account in a second.</param>
public sealed record Traffic(
    IReadOnlyDictionary<TableOperation, int> Requests,
    int RowsWritten,
    int RowsRead,
    IReadOnlyDictionary<string, int> Walked,
    int Busy,
    int TimedOut,
    int EmptyPages,
    string? BusiestPartition,
    int BusiestSecondOfPartition,
    int BusiestSecond);
