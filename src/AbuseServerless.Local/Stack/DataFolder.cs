namespace AbuseServerless.Local.Stack;

/// <summary>The folder of a stack that keeps its data: account names and keys, for this user only and in no repository.</summary>
internal static class DataFolder
{
    private const long MinimumFree = 64L << 20;

    /// <summary>Makes the folder where there is none, and sees that a stack can work in it.</summary>
    /// <param name="path">Full path.</param>
    /// <exception cref="IOException">There is no room; or a file of that name.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static void Prepare(string path)
    {
        if (!Directory.Exists(path))
        {
            Create(path);
        }

        if (new DriveInfo(path).AvailableFreeSpace is < MinimumFree and var free)
        {
            throw new IOException($"{path}: {free >> 20} MiB are free on that disk; the tables and events need at least {MinimumFree >> 20} MiB. Free some space there, or choose another folder with --data DIR.");
        }

        // Wherever the folder lies, git passes over it.
        File.WriteAllText(Path.Combine(path, ".gitignore"), "*\n");
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
