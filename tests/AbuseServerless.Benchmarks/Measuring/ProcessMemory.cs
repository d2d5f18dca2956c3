using System.Diagnostics;
using System.Globalization;

namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>Memory of a process in MiB, as Linux tells it. <see cref="File"/> is mostly the mapped geolocation databases: the system takes those pages back when it needs them.</summary>
/// <param name="Resident">VmRSS.</param>
/// <param name="Peak">VmHWM.</param>
/// <param name="Anonymous">RssAnon: the process's own.</param>
/// <param name="File">RssFile: mapped files.</param>
internal sealed record ProcessMemory(double Resident, double Peak, double? Anonymous, double? File)
{
    public static ProcessMemory Of(int processId)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status");
        if (System.IO.File.Exists(status))
        {
            return new(Read("VmRSS"), Read("VmHWM"), Read("RssAnon"), Read("RssFile"));
        }

        using var process = Process.GetProcessById(processId);
        return new(Mebibytes(process.WorkingSet64), Mebibytes(process.PeakWorkingSet64), null, null);

        double Read(string name) => Mebibytes(1024L * long.Parse(ProcFile.Value(status, name)!.Split(' ')[0], CultureInfo.InvariantCulture));
    }

    public static ProcessMemory Sum(IEnumerable<ProcessMemory> parts) => parts.Aggregate(
        (all, part) => new(Figures.Round(all.Resident + part.Resident), Figures.Round(all.Peak + part.Peak), all.Anonymous + part.Anonymous, all.File + part.File));

    private static double Mebibytes(long bytes) => Figures.Round(bytes / 1048576.0);
}
