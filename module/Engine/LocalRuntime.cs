using System.Diagnostics;
using AbuseServerless.Azure;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Finds the local runtime that a connection file tells of.</summary>
internal static class LocalRuntime
{
    /// <summary>The target with the runtime's connection strings.</summary>
    /// <exception cref="EngineException">No local runtime is running.</exception>
    public static ConnectionTarget Find(ConnectionTarget target)
    {
        var path = FileOf(target.File);
        var found = LocalConnection.Read(path);
        if (found is not { Storage: not null, EventHubs: not null })
        {
            throw new EngineException(
                EngineFault.NoLocalRuntime,
                File.Exists(path) ? $"'{path}' is not a connection file of a local runtime."
                    : Directory.Exists(target.File) ? $"No local runtime is running with the data folder '{target.File}': it does not hold the file {LocalConnection.FileInData}, which a running one keeps there."
                    : $"No local runtime is running: file '{path}' does not exist.");
        }

        return IsAlive(found.ProcessId)
            ? target with { ConnectionString = found.Storage, EventHubsConnectionString = found.EventHubs, GeolocationDatabases = found.GeolocationDatabases, AsnDatabase = found.AsnDatabase }
            : throw new EngineException(EngineFault.NoLocalRuntime, $"No local runtime is running: process {found.ProcessId} of '{path}' has ended.");
    }

    // A folder is that of the runtime's data.
    private static string FileOf(string? given) => given is null ? LocalConnection.UserFile : Directory.Exists(given) ? Path.Combine(given, LocalConnection.FileInData) : given;

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
