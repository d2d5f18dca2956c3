using System.Security.Cryptography;

namespace AbuseServerless.Local.Stack;

/// <summary>The keys of a data folder, so that mail servers and operators need not be told others after each start.</summary>
internal static class KeyFile
{
    /// <summary>The key of the folder's policy server, made where there is none; a key for once where there is no folder.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static string Policy(string? folder) => Of(folder, "policy-key");

    /// <summary>The key of the folder's report, made where there is none; a key for once where there is no folder.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static string Report(string? folder) => Of(folder, "report-key");

    private static string Of(string? folder, string name)
    {
        var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (folder is null)
        {
            return fresh;
        }

        var path = Path.Combine(folder, name);
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known)
        {
            ForThisUserOnly(path);
            return known;
        }

        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.WriteLine(fresh);
        return fresh;
    }

    // A file that was copied or restored may have lost its mode.
    private static void ForThisUserOnly(string path)
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != Mode)
        {
            File.SetUnixFileMode(path, Mode);
        }
    }
}
