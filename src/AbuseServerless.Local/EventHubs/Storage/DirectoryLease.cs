namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>Keeps a second process out of a folder of logs. The operating system ends it with the process, however that ends.</summary>
internal sealed class DirectoryLease : IDisposable
{
    private readonly FileStream file;

    private DirectoryLease(FileStream file) => this.file = file;

    /// <exception cref="IOException">Another endpoint uses the folder.</exception>
    public static DirectoryLease Take(string directory)
    {
        Directory.CreateDirectory(directory);
        return new DirectoryLease(new FileStream(Path.Combine(directory, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    public void Dispose() => file.Dispose();
}
