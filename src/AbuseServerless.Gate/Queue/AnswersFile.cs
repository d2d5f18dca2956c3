using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using AbuseServerless.Files;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>The file by which the queue helper tells the gate what it did.</summary>
/// <remarks>
/// The helper may write to nothing of the gate's, and does not know the gate's user. So the file is the helper's, in a folder that only root can list, under a name of 128 random bits that the gate tells the helper alone:
/// who does not know the name cannot open it.
/// </remarks>
/// <param name="folder">The helper's folder.</param>
/// <param name="name">The name, as <see cref="NewName"/> makes it.</param>
internal sealed partial class AnswersFile(string folder, string name)
{
    private const string Prefix = "answers-";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly string _path = Path.Combine(folder, $"{Prefix}{name}.json");

    /// <summary>When it was replaced last, UTC; the same for never whenever it is asked.</summary>
    public DateTime Written => File.GetLastWriteTimeUtc(_path);

    /// <summary>Makes a name.</summary>
    public static string NewName() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Whether a text is a name: the gate's user may have written anything.</summary>
    public static bool IsName(string? text) => text is not null && Name().IsMatch(text);

    /// <summary>Replaces it, and deletes those of other names.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(SavedAnswers answers)
    {
        foreach (var other in Directory.EnumerateFiles(folder, $"{Prefix}*").Where(file => file != _path))
        {
            File.Delete(other);
        }

        AtomicFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(answers, Json), forAll: true);
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null where it is not there.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="JsonException">It is of another version.</exception>
    public SavedAnswers? Read() => File.Exists(_path) ? JsonSerializer.Deserialize<SavedAnswers>(File.ReadAllBytes(_path), Json) : null;

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex Name();
}

/// <summary>What the queue helper tells.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Answers">What became of the commands that it knows.</param>
/// <param name="Done">What it did of late; null where an earlier version tells.</param>
/// <param name="OnHold">How many messages that it has put on hold are there; null where an earlier version tells.</param>
internal sealed record SavedAnswers(DateTimeOffset Time, IReadOnlyList<QueueAnswer> Answers, IReadOnlyList<QueueDone>? Done = null, int? OnHold = null);
