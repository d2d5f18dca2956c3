using System.Diagnostics;

namespace AbuseServerless.Local.Tests.Processes;

/// <summary>Asks the operating system.</summary>
internal static class ProcessTable
{
    /// <summary>Whether a process of this id runs. One that is dead and not yet collected by its parent does not.</summary>
    public static bool Holds(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            if (!OperatingSystem.IsLinux())
            {
                return !process.HasExited;
            }

            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
