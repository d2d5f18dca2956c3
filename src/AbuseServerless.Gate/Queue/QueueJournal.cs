using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AbuseServerless.Files;
using AbuseServerless.Gate.Files;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>The record of what was done to queued messages: a line of JSON for each act, on disk before it is tried, and what follows from it.</summary>
internal sealed class QueueJournal
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "record.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly string _path;
    private string? _recorded;
    private string? _queue;

    private QueueJournal(string path, string host) => (_path, Host, Held) = (path, host, new HeldMessages(host));

    /// <summary>This host.</summary>
    public string Host { get; }

    /// <summary>What is on hold.</summary>
    public HeldMessages Held { get; }

    /// <summary>How much was done of late.</summary>
    public QueueTally Tally { get; } = new();

    /// <summary>What became of commands.</summary>
    public QueueCommandLog Commands { get; } = new();

    /// <summary>Says in which queue the messages are, before anything is said of them.</summary>
    /// <exception cref="InvalidDataException">The record tells of messages on hold in another one, of which nothing is known.</exception>
    public void Use(string queue)
    {
        if (Held.All.Count > 0 && _recorded is { } recorded && recorded != queue)
        {
            throw new InvalidDataException($"{_path} tells of {Quantity.Of(Held.All.Count, "message")} on hold in '{recorded}', but the queue is '{queue}' now. Set Queue:Postfix or Queue:Exim back until they are released or deleted, or move the file away to begin a new record; messages on hold then stay on hold.");
        }

        _queue = queue;
    }

    /// <summary>Reads the record, and drops what is over for longer than it is kept.</summary>
    /// <param name="folder">Where it is; made where it is not there.</param>
    /// <param name="host">This host.</param>
    /// <param name="keepSince">Entries from before, all of whose messages are over, are dropped.</param>
    /// <exception cref="InvalidDataException">A line cannot be read. The last one may be cut short: then it was not written before anything was done.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static QueueJournal Open(string folder, string host, DateTimeOffset keepSince)
    {
        Directory.CreateDirectory(folder);
        var journal = new QueueJournal(Path.Combine(folder, FileName), host);
        var text = File.Exists(journal._path) ? File.ReadAllText(journal._path) : "";
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        List<QueueRecord> entries = [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, number) => Parse(journal._path, line, number + 1))];
        entries.ForEach(journal.Apply);
        List<QueueRecord> kept = [.. entries.Where(entry => entry.Time >= keepSince || entry.Messages.Any(journal.Held.All.ContainsKey))];
        if (kept.Count < entries.Count || whole.Length < text.Length)
        {
            AtomicFile.Replace(journal._path, Encoding.UTF8.GetBytes(string.Concat(kept.Select(Line))), durable: true);
        }

        return journal;
    }

    /// <summary>Puts acts on record.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(IReadOnlyList<QueueRecord> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        entries = [.. entries.Select(entry => entry.Act is QueueAct.Holding or QueueAct.Held ? entry with { Queue = _queue } : entry)];
        RecordFile.Append(_path, entries.Select(Line));
        foreach (var entry in entries)
        {
            Apply(entry);
        }
    }

    private void Apply(QueueRecord entry)
    {
        Tally.Apply(entry, Held.All);
        Held.Apply(entry);
        _recorded = entry.Queue ?? _recorded;
        Commands.Apply(entry);
    }

    private static string Line(QueueRecord entry) => RecordFile.Line(entry, Json);

    private static QueueRecord Parse(string path, string line, int number)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<QueueRecord>(line, Json);
            if (entry is not { Account: not null, Messages: not null } || entry.Messages.Contains(null!))
            {
                throw new JsonException("A value is missing.");
            }

            entry.ToAccount();
            return entry;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new InvalidDataException($"{path}, line {number} cannot be read: {e.Message} Move the file away to begin a new record; messages on hold then stay on hold.", e);
        }
    }
}
