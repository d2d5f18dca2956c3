namespace AbuseServerless.Release.Tests;

/// <summary>The commands of docs/install.md: what is tested is what its readers type.</summary>
internal static class DocumentedCommands
{
    private const string Fence = "```";

    /// <summary>The first block under a heading.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="folder">What stands for FOLDER.</param>
    public static string Under(string heading, string folder)
    {
        var block = File.ReadLines(RepositoryRoot.Combine("docs", "install.md"))
            .SkipWhile(line => !line.StartsWith('#') || line.TrimStart('#').Trim() != heading)
            .Skip(1)
            .SkipWhile(line => !line.StartsWith(Fence, StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith(Fence, StringComparison.Ordinal))
            .ToList();
        Assert.True(block.Count > 0, $"docs/install.md has no commands under '{heading}'.");
        return string.Join('\n', block).Replace("FOLDER", folder, StringComparison.Ordinal).Replace("VERSION", MadeRelease.Version, StringComparison.Ordinal);
    }
}
