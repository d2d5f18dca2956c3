using System.IO.Compression;
using System.Text.Json;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Queue;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Queue;

/// <summary>What mail hosts did about the commands of operators: a row for each command and host in the table that gates may write to. <see cref="Retention.ExpiredRows"/> deletes them after a day.</summary>
public sealed class QueueAnswerTable(Tables tables)
{
    /// <summary>How long a row is kept: as long as a command may be done.</summary>
    public static readonly TimeSpan Kept = QueueCommand.Lifetime;

    /// <summary>The partition of the rows.</summary>
    internal const string Partition = "queue";

    private const string Host = nameof(Host);

    // Bytes of JSON: more than 1,000 messages take.
    private const int MaximumListLength = 1 << 20;

    /// <summary>Writes what this host did. Doing it twice leaves one row.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task WriteAsync(string host, QueueAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var row = new TableEntity(Partition, TableKey.OfText($"{answer.Command}:{host}"))
        {
            [nameof(QueueAnswer.Command)] = answer.Command,
            [Host] = host,
            [nameof(QueueAnswer.Time)] = answer.Time,
            [nameof(QueueAnswer.Messages)] = answer.Messages,
            [nameof(QueueAnswer.Refusal)] = answer.Refusal?.ToString(),
            [nameof(QueueAnswer.Mail)] = answer.Mail is { } mail ? Pack(mail) : null,
        };
        return tables.RunAsync(Tables.Gates, "Writing what was done about queued mail", table => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    /// <summary>Streams what hosts did about the commands of a time.</summary>
    /// <param name="first">Id of the first command.</param>
    /// <param name="last">Id of the last one.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<QueueHostAnswer> ReadAsync(string first, string last, CancellationToken cancellationToken)
    {
        const string behind = ";";
        return tables.QueryAsync(Tables.Gates, TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {first} and RowKey lt {last + behind}"), cancellationToken).Select(Read).OfType<QueueHostAnswer>();
    }

    // Any mail host may write here: a row that no gate writes is no answer.
    private static QueueHostAnswer? Read(TableEntity row)
    {
        try
        {
            return row.GetString(Host) is { Length: > 0 } host && !host.Any(char.IsControl) && row.GetString(nameof(QueueAnswer.Command)) is { } command && row.GetDateTimeOffset(nameof(QueueAnswer.Time)) is { } time
                ? new(
                    host,
                    new QueueAnswer(
                        command,
                        time,
                        row.GetInt32(nameof(QueueAnswer.Messages)) ?? 0,
                        Enum.TryParse<QueueRefusal>(row.GetString(nameof(QueueAnswer.Refusal)), out var refusal) ? refusal : null,
                        row.GetBinary(nameof(QueueAnswer.Mail)) is { } mail ? Unpack(mail) : null))
                : null;
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    // A column holds 64 KiB; 1,000 messages take less than half of that.
    private static byte[] Pack(IReadOnlyList<QueuedMail> mail)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
        {
            JsonSerializer.Serialize(deflate, mail);
        }

        return packed.ToArray();
    }

    private static List<QueuedMail> Unpack(byte[] packed)
    {
        using var inflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        var text = new byte[MaximumListLength + 1];
        var length = inflate.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return length > MaximumListLength
            ? throw new InvalidDataException("The list is too long.")
            : [.. (JsonSerializer.Deserialize<List<QueuedMail?>>(text.AsSpan(0, length)) ?? []).OfType<QueuedMail>().Where(mail => mail.Id is { Length: > 0 } id && id.All(char.IsAsciiLetterOrDigit)).Take(QueueAnswer.MaximumListed)];
    }
}
