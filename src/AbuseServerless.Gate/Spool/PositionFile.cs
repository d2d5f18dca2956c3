using System.Text.Json;
using AbuseServerless.Files;

namespace AbuseServerless.Gate.Spool;

/// <summary>Remembers up to where the hub has the events. Were it lost, they would be published again, which does no harm.</summary>
internal sealed class PositionFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "position.json");

    /// <summary>The position; the beginning where there is none that can be read.</summary>
    public SpoolPosition Read()
    {
        try
        {
            return JsonSerializer.Deserialize<SpoolPosition>(File.ReadAllBytes(_path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return default;
        }
    }

    /// <summary>Replaces the position.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(SpoolPosition position) => AtomicFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(position));
}
