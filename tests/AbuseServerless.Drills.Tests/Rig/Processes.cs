using System.Diagnostics;

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
}
