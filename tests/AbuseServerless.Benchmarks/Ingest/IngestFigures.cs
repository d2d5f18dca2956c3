using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.StorageLimits;

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
    BesideFigures? BesideCrossingEvents,
    LimitFigures? ThroughLimits,
    MachineInfo Machine);

/// <summary>The day that was run.</summary>
internal sealed record DayFigures(long Events, int Accounts, string Date, int Seed, bool Warm, int Partitions, int Workers, int? PacedTo, bool Keys, string Storage);

/// <summary>Requests to Table Storage; an entity-group transaction is one.</summary>
internal sealed record TransactionFigures(long Reads, long Writes, long Total, double PerEvent);

/// <summary>Processor seconds for a million events: of the worker, which the target is about, and of what shares the machine with it.</summary>
internal sealed record CpuFigures(double Worker, double Azurite, double ProducerHubAndHost);

/// <summary>What came beside the crossing events.</summary>
/// <param name="Messages">Messages: garbage, or with --rate events of other accounts.</param>
/// <param name="PublishedAfterSeconds">From the first to the last.</param>
/// <param name="ProcessedAfterSeconds">From the first until the last was processed, crossing events included.</param>
internal sealed record BesideFigures(int Messages, double PublishedAfterSeconds, double ProcessedAfterSeconds);

/// <summary>What passed through the limits of Table Storage while the day was processed, and while the crossing events were.</summary>
internal sealed record LimitFigures(TrafficFigures Day, TrafficFigures Crossing);

/// <summary>Requests by kind, also for each event; rows; those refused as too many; rows walked by queries of other kinds than point reads and key ranges.</summary>
internal sealed record TrafficFigures(
    IReadOnlyDictionary<string, int> Requests,
    IReadOnlyDictionary<string, double>? RequestsPerEvent,
    int RowsWritten,
    int RowsRead,
    IReadOnlyDictionary<string, int> RowsWalked,
    int Refused,
    string? BusiestPartition,
    int ItsBusiestSecond,
    int BusiestSecondOfAccount)
{
    public static TrafficFigures Of(Traffic traffic, int? events) => new(
        traffic.Requests.ToDictionary(kind => kind.Key.ToString(), kind => kind.Value),
        events is { } all ? traffic.Requests.ToDictionary(kind => kind.Key.ToString(), kind => Figures.Round(kind.Value / (double)all, 4)) : null,
        traffic.RowsWritten,
        traffic.RowsRead,
        traffic.Walked,
        traffic.Busy,
        traffic.BusiestPartition,
        traffic.BusiestSecondOfPartition,
        traffic.BusiestSecond);
}
