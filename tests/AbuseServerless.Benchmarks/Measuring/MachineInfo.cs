using System.Globalization;
using System.Runtime.InteropServices;

namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>Where the figures were measured, and how busy the machine was before with other things.</summary>
internal sealed record MachineInfo(int Cores, string Cpu, string System, string Dotnet, string Configuration, double? LoadBefore)
{
    public static MachineInfo Read() => new(
        Environment.ProcessorCount,
        File.Exists("/proc/cpuinfo") ? ProcFile.Value("/proc/cpuinfo", "model name") ?? "unknown" : RuntimeInformation.ProcessArchitecture.ToString(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
#if DEBUG
        "Debug: these figures say nothing",
#else
        "Release",
#endif
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null);
}
