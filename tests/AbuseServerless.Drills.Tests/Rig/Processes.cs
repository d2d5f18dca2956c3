using System.Diagnostics;
using System.Globalization;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>Ends processes as a power cut would, kill -9.</summary>
internal static class Processes
{
    /// <summary>Kills a process of this drill.</summary>
    /// <returns>False where it was gone already.</returns>
    public static bool Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Sends a signal to a process of this drill.</summary>
    /// <param name="id">The process.</param>
    /// <param name="name">Its name without SIG.</param>
    /// <returns>False where the process is gone.</returns>
    public static bool Signal(int id, string name)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-s", name, id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        kill.WaitForExit();
        return kill.ExitCode == 0;
    }
}
