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
        return tables.QueryAsync(Tables.Gates, TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {first} and RowKey lt {last + behind}"), cancellationToken).Select(Read);
    }

    private static QueueHostAnswer Read(TableEntity row) => new(
        row.GetString(Host),
        new QueueAnswer(
            row.GetString(nameof(QueueAnswer.Command)),
            row.GetDateTimeOffset(nameof(QueueAnswer.Time))!.Value,
            row.GetInt32(nameof(QueueAnswer.Messages)) ?? 0,
            Enum.TryParse<QueueRefusal>(row.GetString(nameof(QueueAnswer.Refusal)), out var refusal) ? refusal : null,
            row.GetBinary(nameof(QueueAnswer.Mail)) is { } mail ? Unpack(mail) : null));

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
        return JsonSerializer.Deserialize<List<QueuedMail>>(inflate) ?? [];
    }
}
