using System.Runtime.InteropServices;

namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>The dotnet program that runs this process: a worker gets the same, whatever PATH holds.</summary>
internal static class DotnetHost
{
    /// <summary>Path of dotnet, or its bare name where it cannot be told (a self-contained program).</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        // …/shared/Microsoft.NETCore.App/10.0.0/ lies three folders below dotnet.
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var candidate = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(candidate) ? candidate : name;
    }
}
