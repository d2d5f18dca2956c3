using AbuseServerless.Benchmarks.Measuring;

namespace AbuseServerless.Benchmarks.Module;

/// <summary>What <c>module</c> prints.</summary>
internal sealed record ModuleFigures(string Benchmark, int Suspensions, ReadFigures GetGeoSuspension, int Resumed, ResumeFigures ResumeGeoAccount, MachineInfo Machine);

/// <summary>What reading all suspensions took, the process's start and the connection left out.</summary>
/// <param name="FirstObjectSeconds">From the command to its first object.</param>
/// <param name="Seconds">From the command to its end.</param>
/// <param name="ResidentMebibytesBefore">Resident memory of <c>pwsh</c> before the command.</param>
/// <param name="PeakMebibytes">The most that <c>pwsh</c> had resident until its end.</param>
internal sealed record ReadFigures(double FirstObjectSeconds, double Seconds, double ResidentMebibytesBefore, double PeakMebibytes);

/// <summary>What resuming accounts from a file took.</summary>
/// <param name="Seconds">From the command to its end.</param>
/// <param name="AccountsPerSecond">Accounts resumed a second.</param>
/// <param name="Failed">Accounts that could not be resumed.</param>
internal sealed record ResumeFigures(double Seconds, double AccountsPerSecond, int Failed);
