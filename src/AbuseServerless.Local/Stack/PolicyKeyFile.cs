using System.Security.Cryptography;

namespace AbuseServerless.Local.Stack;

/// <summary>The key of a data folder's policy server, so that a mail server need not be told another one after each start.</summary>
internal static class PolicyKeyFile
{
    /// <summary>The folder's key, made where there is none; a key for once where there is no folder.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static string Of(string? folder)
    {
        var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (folder is null)
        {
            return fresh;
        }

        var path = Path.Combine(folder, "policy-key");
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } known)
        {
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
}
