using AbuseServerless.Benchmarks.Measuring;

namespace AbuseServerless.Benchmarks.Memory;

/// <summary>What <c>memory</c> prints; memory in MiB.</summary>
internal sealed record MemoryFigures(
    string Benchmark,
    int Accounts,
    long Events,
    double Seconds,
    int Workers,
    ProcessMemory IdleMebibytes,
    ProcessMemory ActiveMebibytes,
    double HeapMebibytes,
    double ResidentBytesPerAccount,
    MachineInfo Machine);
