using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Connection;

/// <summary>The module's connection: one for the process, so that the runspaces of ForEach-Object -Parallel share it.</summary>
internal static class CurrentConnection
{
    private static volatile ISession? _session;

    /// <summary>What is open; null where nothing is.</summary>
    public static ISession? Session
    {
        get => _session;
        set => _session = value;
    }
}
