using AbuseServerless.Accounts;

namespace AbuseServerless.Gate.Aliases;

/// <summary>The file of aliases.</summary>
internal sealed class AliasFile(string path)
{
    private (DateTime Time, long Length) _read;

    /// <summary>Reads the file where it has changed since it was read last.</summary>
    /// <returns>Null where it has not.</returns>
    /// <exception cref="InvalidDataException">It is wrong or cannot be read; told once for each change.</exception>
    public IReadOnlyDictionary<AccountName, AccountName>? ReadChanged()
    {
        var written = new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : (DateTime.MaxValue, 0);
        if (written == _read)
        {
            return null;
        }

        _read = written;
        try
        {
            return AliasTable.Parse(File.ReadLines(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: {(e is FormatException ? e.Message + "." : e.Message)}", e);
        }
    }
}
