using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Gate.Following;

/// <summary>What rotation makes of a log: files beside it whose names begin with its own, such as <c>mail.log.1</c>, <c>mail.log-20261124</c> and <c>mail.log.2.gz</c>.</summary>
internal static class Rotation
{
    /// <summary>Whether a file is what rotation made of another one.</summary>
    public static bool IsOf(string file, string log) => file.Length > log.Length && file.StartsWith(log, StringComparison.Ordinal) && file[log.Length] is '.' or '-' or '_';

    /// <summary>The files to read behind the log that was read last: the rest of that one, those that came between, the present one, in their order.</summary>
    /// <param name="log">The present log.</param>
    /// <param name="last">The identity of the log that was read last; null where none was.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<IReadOnlyList<string>> FilesBehindAsync(string log, string? last, CancellationToken cancellationToken)
    {
        string[] present = File.Exists(log) ? [log] : [];
        if (last is null || (present.Length > 0 && await IdOf(log, cancellationToken).ConfigureAwait(false) == last))
        {
            return present;
        }

        var earlier = Directory.Exists(Path.GetDirectoryName(log)) ? Directory.GetFiles(Path.GetDirectoryName(log)!).Where(file => IsOf(file, log)).OrderBy(File.GetLastWriteTimeUtc).ToList() : [];
        for (var i = earlier.Count - 1; i >= 0; i--)
        {
            if (await IdOf(earlier[i], cancellationToken).ConfigureAwait(false) == last)
            {
                return [.. earlier[i..], .. present];
            }
        }

        return present;
    }

    private static async Task<string?> IdOf(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = await LogFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
            {
                return file.Id;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || LogFile.IsBroken(e))
        {
            return null;
        }
    }
}
