using AbuseServerless.Benchmarks.Measuring;

namespace AbuseServerless.Benchmarks.Memory;

/// <summary>What <c>cache</c> prints; memory in MiB.</summary>
/// <param name="Benchmark">Name of the command.</param>
/// <param name="AllAccounts">Accounts of all workers.</param>
/// <param name="Workers">How many workers share them.</param>
/// <param name="Accounts">Accounts of the one that is measured.</param>
/// <param name="BytesARow">Mean size of what is remembered of an account, encoded.</param>
/// <param name="BoundMebibytes">What its cache may take.</param>
/// <param name="Empty">The process before.</param>
/// <param name="UsedOnce">When every account was used once.</param>
/// <param name="UsedAtRandom">When as many events came again as there are accounts, of accounts at random.</param>
/// <param name="ForgottenOutOfTurn">After the first use: rows that were forgotten although one was kept that had not been used for longer.</param>
/// <param name="FoundOfThousand">Of a thousand accounts of those events, how many were in the cache.</param>
/// <param name="Machine">Where.</param>
internal sealed record CacheFigures(
    string Benchmark, int AllAccounts, int Workers, int Accounts, double BytesARow, int BoundMebibytes, ProcessMemory Empty, CacheState UsedOnce, CacheState UsedAtRandom, int ForgottenOutOfTurn, double FoundOfThousand, MachineInfo Machine);

/// <summary>The cache, and what the process takes with it.</summary>
/// <param name="CachedAccounts">Accounts in it.</param>
/// <param name="BytesAnAccount">Bytes for each, as it counts them.</param>
/// <param name="CacheMebibytes">What it takes, as it counts it.</param>
/// <param name="MostCacheMebibytes">The most so far, after each bucket of each batch.</param>
/// <param name="HeapMebibytes">Managed heap, fragmentation included.</param>
/// <param name="Process">The process.</param>
internal sealed record CacheState(int CachedAccounts, double BytesAnAccount, double CacheMebibytes, double MostCacheMebibytes, double HeapMebibytes, ProcessMemory Process)
{
    public static CacheState Of(CachedShare share) => new(
        share.Cached,
        Figures.Round(share.Bytes / (double)share.Cached),
        Figures.Round(share.Bytes / 1048576.0),
        Figures.Round(share.Peak / 1048576.0),
        Figures.Round(GC.GetGCMemoryInfo().HeapSizeBytes / 1048576.0),
        ProcessMemory.Of(Environment.ProcessId));
}
