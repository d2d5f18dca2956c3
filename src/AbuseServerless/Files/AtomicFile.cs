namespace AbuseServerless.Files;

/// <summary>Files that are there whole or as they were before, however the process ends.</summary>
public static class AtomicFile
{
    /// <summary>Replaces a file, readable by this user only unless told otherwise.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="durable">Whether it is to outlive a power cut too.</param>
    /// <param name="forAll">Whether everybody who finds it may read it.</param>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool durable = false, bool forAll = false)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: durable);
        }

        if (forAll && !OperatingSystem.IsWindows())
        {
            // Whatever the umask is.
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
