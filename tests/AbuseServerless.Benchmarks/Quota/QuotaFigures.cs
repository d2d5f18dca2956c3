using AbuseServerless.Benchmarks.Measuring;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>What <c>quota</c> prints; <c>PostfixAlone</c> is its speed when it asks nobody.</summary>
internal sealed record QuotaFigures(string Benchmark, int Sessions, int Limit, string Postfix, Speed PostfixAlone, IReadOnlyList<ContenderFigures> Contenders, MachineInfo Machine);

/// <summary>
/// Of one contender: requests of Postfix's policy protocol straight to it (null for one that does not speak it), messages through Postfix, none of them beyond a limit, and how many messages Postfix accepted of each
/// flooded account. <c>Missing</c> says why it was not measured.
/// </summary>
internal sealed record ContenderFigures(string Name, string Version, string? Missing, Speed? Policy, Speed? Messages, IReadOnlyList<int>? Passed, int? MostBeyondLimit);

/// <summary>How fast, and how long one took, in milliseconds.</summary>
internal sealed record Speed(double PerSecond, Percentiles Milliseconds);
