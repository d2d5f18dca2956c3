using System.Collections.Immutable;
using System.Text.Json;
using AbuseServerless.Files;
using AbuseServerless.Ingestion.Logs.Postfix;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>How far logs were read, and what is remembered of messages in the queue, to go on with later. Holds no recipient.</summary>
/// <param name="Logs">Positions behind the last line whose events were sent, by <see cref="LogFile.Id"/>; the log that was read last is the last.</param>
/// <param name="Readers">What is remembered by each kind of log, such as messages in the queue.</param>
public sealed record ImportState(IReadOnlyList<ImportState.Log> Logs, ImmutableDictionary<string, string> Readers)
{
    /// <summary>Logs remembered: those of rotated files that can still be there.</summary>
    private const int MaximumLogs = 1_000;

    /// <summary>Nothing was read.</summary>
    public static ImportState Empty { get; } = new([], ImmutableDictionary<string, string>.Empty);

    /// <summary>How far a log was read.</summary>
    /// <param name="Id">Which one.</param>
    /// <param name="Position">Bytes of its uncompressed text, from 0.</param>
    public sealed record Log(string Id, long Position);

    /// <summary>Reads a state; <see cref="Empty"/> where there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is none that <see cref="Save"/> wrote.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ImportState Load(string path)
    {
        if (!File.Exists(path))
        {
            return Empty;
        }

        try
        {
            var bytes = File.ReadAllBytes(path);
            var state = JsonSerializer.Deserialize<ImportState>(bytes);
            return state is { Logs: not null, Readers: not null } ? state
                : JsonSerializer.Deserialize<EarlierState>(bytes) is { Logs: { } logs, Queue.Messages: { } messages } ? new ImportState(logs, ImmutableDictionary<string, string>.Empty.Add(PostfixLogReader.Format.Name, QueueState.Write(new QueueState([.. messages.Select(Migrate)]))))
                : throw new InvalidDataException($"{path} does not hold the state of an import.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} does not hold the state of an import.", e);
        }
    }

    // Version 0.1.0 knew Postfix alone, and had the instance in a message's name. Of recipients it kept hashes over that name, which say nothing any more: who is deferred again is known again.
    private static QueueState.Message Migrate(QueueState.Message message) => message.Id.Split('/') is [var host, var instance, var queueId]
        ? message with { Id = $"{host}/{queueId}", Instance = instance, Open = [] }
        : message with { Open = [] };

    /// <summary>What version 0.1.0 saved.</summary>
    private sealed record EarlierState(IReadOnlyList<Log>? Logs, QueueState? Queue);

    /// <summary>Replaces the file at once, readable by this user only.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public void Save(string path) => AtomicFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(this), durable: true);

    /// <summary>How far a log was read; 0 where it was not.</summary>
    public long PositionOf(string id) => Logs.FirstOrDefault(log => log.Id == id)?.Position ?? 0;

    /// <summary>The state with a new position.</summary>
    public ImportState At(string id, long position) => this with { Logs = [.. Logs.Where(log => log.Id != id).TakeLast(MaximumLogs - 1), new Log(id, position)] };
}
