namespace AbuseServerless.Testing;

/// <summary>Finds files of the repository from wherever the tests were built to.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "AbuseServerless.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No AbuseServerless.sln above {AppContext.BaseDirectory}.");
    }
}
