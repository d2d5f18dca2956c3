using System.Globalization;

namespace AbuseServerless.Upgrade.Tests;

/// <summary>A version, and the folder of what it wrote.</summary>
internal static class WrittenVersion
{
    private static string Root { get; } = RepositoryRoot.Combine("tests", "AbuseServerless.Upgrade.Tests", "Written");

    /// <summary>The version of this tree: <c>0.1</c>.</summary>
    public static string Present { get; } = typeof(WrittenVersion).Assembly.GetName().Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}") : "";

    /// <summary>All versions of which files are kept.</summary>
    public static TheoryData<string> All => [.. Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>The folder of a version.</summary>
    public static string Of(string version) => Path.Combine(Root, version);

    /// <summary>A copy of what a version wrote, to go on with.</summary>
    public static TemporaryFolder Copy(string version)
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Of(version), "*", SearchOption.AllDirectories))
        {
            var target = copy[Path.GetRelativePath(Of(version), file)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
