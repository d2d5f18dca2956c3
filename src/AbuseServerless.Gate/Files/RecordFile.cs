using System.Text;

namespace AbuseServerless.Gate.Files;

/// <summary>A file of lines that are on disk before anything is done about them.</summary>
internal static class RecordFile
{
    /// <summary>Adds lines; all of them, or none.</summary>
    /// <param name="path">The file, which only its owner can read.</param>
    /// <param name="lines">Each with its end.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static void Append(string path, IEnumerable<string> lines)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        var begin = file.Position;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(string.Concat(lines)));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // The next line is not to begin within this one.
            file.SetLength(begin);
            throw;
        }
    }
}
