namespace AbuseServerless.Gate.Files;

/// <summary>Keeps a second gate out of the folder. The operating system ends it with the process, however that ends.</summary>
internal sealed class FolderLease : IDisposable
{
    private readonly FileStream _file;

    private FolderLease(FileStream file) => _file = file;

    /// <summary>Makes the folder where it is not there, and takes it.</summary>
    /// <exception cref="IOException">Another gate has it, or it cannot be written.</exception>
    public static FolderLease Take(string folder)
    {
        Directory.CreateDirectory(folder);
        return new FolderLease(new FileStream(Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
