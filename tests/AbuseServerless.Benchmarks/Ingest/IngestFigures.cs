using AbuseServerless.Benchmarks.Measuring;

namespace AbuseServerless.Benchmarks.Ingest;

/// <summary>What <c>ingest</c> prints.</summary>
internal sealed record IngestFigures(
    string Benchmark,
    DayFigures Day,
    double Seconds,
    double PublishedAfterSeconds,
    double EventsPerSecond,
    TransactionFigures StorageTransactions,
    long EntitiesWritten,
    double EntitiesPerEvent,
    long Conflicts,
    long FailedRequests,
    CpuFigures CpuSecondsPerMillionEvents,
    ProcessMemory WorkerMemoryMebibytes,
    Percentiles CrossingEventToSuspensionMilliseconds,
    MachineInfo Machine);

/// <summary>The day that was run.</summary>
internal sealed record DayFigures(long Events, int Accounts, string Date, int Seed, bool Warm, int Partitions, int Workers, int? PacedTo, string Storage);

/// <summary>Requests to Table Storage; an entity-group transaction is one.</summary>
internal sealed record TransactionFigures(long Reads, long Writes, long Total, double PerEvent);

/// <summary>Processor seconds for a million events: of the worker, which the target is about, and of what shares the machine with it.</summary>
internal sealed record CpuFigures(double Worker, double Azurite, double ProducerHubAndHost);
