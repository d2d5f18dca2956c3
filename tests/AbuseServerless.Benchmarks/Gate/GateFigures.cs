using AbuseServerless.Benchmarks.Measuring;

namespace AbuseServerless.Benchmarks.Gate;

/// <summary>What <c>gate</c> prints.</summary>
internal sealed record GateFigures(
    string Benchmark,
    string Command,
    int Connections,
    int Seconds,
    double RequestsPerSecond,
    WrkLatency LatencyMilliseconds,
    long Requests,
    long OtherStatus,
    long SocketErrors,
    double GateCpuSecondsPerMillionRequests,
    double GateCores,
    double GateMebibytes,
    SpoolFigures? Events,
    MachineInfo Machine);

/// <summary>Latencies, as wrk measures them.</summary>
internal sealed record WrkLatency(double P50, double P90, double P99, double Max);

/// <summary>What became of the reports: all of them, warming up included.</summary>
internal sealed record SpoolFigures(long Spooled, long InHubAtEndOfMeasuring, double HubCaughtUpAfterSeconds);
