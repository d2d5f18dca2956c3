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
        var path = Path.Combine(directory, "in-use");
        try
        {
            return new DirectoryLease(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && File.Exists(path))
        {
            throw new IOException($"{directory} is in use by another run: stop that run, or choose another folder. ({exception.Message})", exception);
        }
    }

    public void Dispose() => file.Dispose();
}
