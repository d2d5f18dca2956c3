using System.Text.Json;

namespace AbuseServerless.Local.FunctionsHost.Checkpointing;

/// <summary>Checkpoints on disk: one JSON object, replaced as a whole, so that a crash leaves the old one or the new one.</summary>
/// <param name="directory">Folder of the file.</param>
internal sealed class CheckpointFile(string directory)
{
    private readonly string _path = Path.Combine(directory, "checkpoints.json");

    /// <summary>Reads the file; empty where there is none.</summary>
    /// <exception cref="InvalidDataException">It is not a checkpoint file.</exception>
    public Dictionary<string, long> Read()
    {
        if (!File.Exists(_path))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(_path)) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{_path}' is not a checkpoint file. Without it, events are processed from the oldest one on.", exception);
        }
    }

    /// <summary>Replaces the file.</summary>
    public void Write(IReadOnlyDictionary<string, long> checkpoints)
    {
        Directory.CreateDirectory(directory);
        var next = _path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, checkpoints);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
    }
}
