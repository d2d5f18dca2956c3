using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AbuseServerless.Files;
using AbuseServerless.Gate.Files;

namespace AbuseServerless.Gate.Sessions;

/// <summary>The record of ended sessions: a line of JSON for each act, for people to read.</summary>
internal sealed class SessionJournal
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "sessions.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;

    private SessionJournal(string path) => _path = path;

    /// <summary>Drops the entries of before a time; a line that cannot be read stays.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static SessionJournal Open(string folder, DateTimeOffset keepSince)
    {
        Directory.CreateDirectory(folder);
        var journal = new SessionJournal(Path.Combine(folder, FileName));
        var lines = File.Exists(journal._path) ? File.ReadAllLines(journal._path) : [];
        string[] kept = [.. lines.Where(line => !(TimeOf(line) < keepSince))];
        if (kept.Length < lines.Length)
        {
            AtomicFile.Replace(journal._path, Encoding.UTF8.GetBytes(string.Concat(kept.Select(line => line + "\n"))), durable: true);
        }

        return journal;
    }

    /// <summary>Puts acts on record.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(IEnumerable<SessionRecord> entries) => RecordFile.Append(_path, entries.Select(entry => RecordFile.Line(entry, Json)));

    private static DateTimeOffset? TimeOf(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SessionRecord>(line, Json)?.Time;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
