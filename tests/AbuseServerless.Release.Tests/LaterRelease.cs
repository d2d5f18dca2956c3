using System.IO.Compression;

namespace AbuseServerless.Release.Tests;

/// <summary>The packages of a release again, under a higher version: what an update takes.</summary>
internal static class LaterRelease
{
    /// <summary>The higher version.</summary>
    public const string Version = "99.0.0";

    /// <summary>Writes a package under the higher version.</summary>
    /// <param name="package">A nupkg.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="alsoNamesVersion">Name of a file within that names the version too.</param>
    /// <param name="changed">Name of a file within that gets a line more.</param>
    public static async Task WriteAsync(string package, string folder, string? alsoNamesVersion = null, string? changed = null)
    {
        Directory.CreateDirectory(folder);
        var later = Path.Combine(folder, Path.GetFileName(package).Replace(MadeRelease.Version, Version, StringComparison.Ordinal));
        File.Copy(package, later);
        await using var zip = await ZipFile.OpenAsync(later, ZipArchiveMode.Update);
        foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal) || entry.Name == alsoNamesVersion).ToList())
        {
            await RewriteAsync(entry, text => text.Replace($"<version>{MadeRelease.Version}<", $"<version>{Version}<", StringComparison.Ordinal).Replace($"'{MadeRelease.Version}'", $"'{Version}'", StringComparison.Ordinal));
        }

        foreach (var entry in zip.Entries.Where(entry => entry.Name == changed).ToList())
        {
            await RewriteAsync(entry, text => text + "\n");
        }
    }

    private static async Task RewriteAsync(ZipArchiveEntry entry, Func<string, string> change)
    {
        await using var content = await entry.OpenAsync();
        using var reader = new StreamReader(content, leaveOpen: true);
        var text = change(await reader.ReadToEndAsync());
        content.SetLength(0);
        await using var writer = new StreamWriter(content);
        await writer.WriteAsync(text);
    }
}
