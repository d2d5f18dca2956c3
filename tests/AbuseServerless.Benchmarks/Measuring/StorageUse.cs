using AbuseServerless.Azure.Storage;

namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>What workers have asked of Table Storage.</summary>
internal sealed record StorageUse(long Reads, long Writes, long Entities, long Conflicts, long Failures)
{
    public static StorageUse Of(IReadOnlyCollection<WorkerMetrics> workers) => new(
        Sum(workers, StorageMetrics.Transactions, "operation=read"),
        Sum(workers, StorageMetrics.Transactions, "operation=write"),
        Sum(workers, StorageMetrics.Entities, ""),
        Sum(workers, StorageMetrics.Conflicts, ""),
        Sum(workers, StorageMetrics.Transactions, "outcome=failed") + Sum(workers, StorageMetrics.Transactions, "outcome=throttled"));

    public StorageUse Since(StorageUse before) =>
        new(Reads - before.Reads, Writes - before.Writes, Entities - before.Entities, Conflicts - before.Conflicts, Failures - before.Failures);

    private static long Sum(IEnumerable<WorkerMetrics> workers, string instrument, string tags) => (long)workers.Sum(worker => worker[instrument, tags]);
}
