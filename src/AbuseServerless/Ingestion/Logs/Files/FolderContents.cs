namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>What of a folder is not read when it is named.</summary>
public static class FolderContents
{
    private static readonly EnumerationOptions AllBelow = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Sub-folders with files, which may be of something else, and links to files that are not there; each with why it is not read, as a sentence without its subject.</summary>
    /// <param name="paths">Files, folders and patterns: the folders are looked at.</param>
    public static IReadOnlyList<(string Path, string Why)> NotRead(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return
        [
            .. paths.Where(Directory.Exists).Distinct().SelectMany(folder => Directory.EnumerateDirectories(folder).Where(HasFiles).Select(inner => (inner, "is a sub-folder: name it, too, to read it."))
                .Concat(Directory.EnumerateFiles(folder).Where(IsDangling).Select(link => (link, "is a link to a file that is not there.")))
                .OrderBy(found => found.Item1, StringComparer.Ordinal)),
        ];
    }

    /// <summary>Whether a path is a link to nothing.</summary>
    internal static bool IsDangling(string path)
    {
        try
        {
            return new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true };
        }
        catch (IOException)
        {
            // Links that lead to each other.
            return true;
        }
    }

    private static bool HasFiles(string folder) => Directory.EnumerateFiles(folder, "*", AllBelow).Any();
}
