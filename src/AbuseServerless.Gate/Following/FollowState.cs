using System.Text.Json;
using AbuseServerless.Files;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Gate.Following;

/// <summary>How far a followed log is read, and what of it the spools hold.</summary>
/// <param name="Path">The log, for who looks into the folder.</param>
/// <param name="Import">Positions and what the readers remember.</param>
/// <param name="Logins">Number of the spool's first event that may come from behind the position.</param>
/// <param name="Deliveries">The same of the spool of deliveries.</param>
internal sealed record FollowState(string Path, ImportState Import, long Logins, long Deliveries)
{
    /// <summary>The journal's name of the entry that was read last; null where the log is a file.</summary>
    public string? Cursor { get; init; }

    /// <summary>Reads a state; null where there is none, or none that can be read: then the log is read from its beginning.</summary>
    public static FollowState? Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<FollowState>(File.ReadAllBytes(file)) is { Import: { Logs: not null, Readers: not null } } state ? state : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public void Save(string file) => AtomicFile.Replace(file, JsonSerializer.SerializeToUtf8Bytes(this));
}
