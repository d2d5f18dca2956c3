using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AbuseServerless.Azure.Storage;

/// <summary>
/// An entity-group transaction of rows of one partition, written as the bytes that go over the wire (an OData batch of one change set), and its answer.
/// </summary>
/// <remarks>
/// The SDK makes a request object, a multipart part and a response object of every row: two thirds of a worker's processor time. The bytes are those of Azure.Data.Tables
/// 12.13; see <see cref="TransactionPolicy"/> for how they are sent.
/// </remarks>
internal sealed class RowTransaction : IDisposable
{
    private const string LineEnd = "\r\n";

    private readonly string _table;
    private readonly string _head;
    private readonly string _id = Guid.NewGuid().ToString();
    private readonly ArrayBufferWriter<byte> _body = new(32_768);
    private readonly Utf8JsonWriter _json;

    /// <summary>Begins a transaction.</summary>
    /// <param name="table">Where the table is.</param>
    public RowTransaction(Uri table)
    {
        _table = table.GetLeftPart(UriPartial.Path);
        _head = $"Host: {table.Host}\r\nx-ms-version: 2020-12-06\r\nDataServiceVersion: 3.0\r\n";
        _json = new Utf8JsonWriter(_body);
        Text($"--batch_{_id}\r\nContent-Type: multipart/mixed; boundary=changeset_{_id}\r\n\r\n");
    }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Length => _body.WrittenCount;

    /// <summary>The rows' new versions, in their order, once the transaction was carried out; else null.</summary>
    public IReadOnlyList<RowVersion>? Versions { get; private set; }

    /// <summary>The request's Content-Type.</summary>
    public string ContentType => $"multipart/mixed; boundary=batch_{_id}";

    /// <summary>Begins a row: one that is not there yet (<paramref name="version"/> null), or one whose named columns are replaced while it is of a version.</summary>
    /// <returns>Where the columns are to be written; then <see cref="EndRow"/>.</returns>
    public Utf8JsonWriter BeginRow(string partitionKey, string rowKey, RowVersion? version)
    {
        Text($"--changeset_{_id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        const string Format = "?$format=application%2Fjson%3Bodata%3Dminimalmetadata HTTP/1.1\r\n";
        if (version is null)
        {
            Text($"POST {_table}{Format}{_head}Prefer: return-no-content\r\nAccept: application/json;odata=minimalmetadata\r\nContent-Type: application/json;odata=nometadata\r\n\r\n");
        }
        else
        {
            Text($"PATCH {_table}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}'){Format}{_head}If-Match: {version}\r\nAccept: application/json\r\nContent-Type: application/json\r\n\r\n");
        }

        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("PartitionKey", partitionKey);
        _json.WriteString("RowKey", rowKey);
        return _json;
    }

    /// <summary>Ends a row.</summary>
    public void EndRow()
    {
        _json.WriteEndObject();
        _json.Flush();
        Text(LineEnd);
        Count++;
    }

    /// <summary>Ends the transaction.</summary>
    /// <returns>The request's body.</returns>
    public ReadOnlyMemory<byte> End()
    {
        Text($"--changeset_{_id}--\r\n\r\n--batch_{_id}--\r\n");
        return _body.WrittenMemory;
    }

    /// <summary>Reads an answer.</summary>
    /// <returns>Whether every row was written; else the answer says why not.</returns>
    public bool TryComplete(ReadOnlySpan<byte> answer)
    {
        var versions = new List<RowVersion>(Count);
        var written = 0;
        foreach (var range in answer.Split((byte)'\n'))
        {
            var line = answer[range].TrimEnd((byte)'\r');
            if (line.StartsWith("HTTP/1.1 20"u8))
            {
                written++;
            }
            else if (line.Length > 6 && Ascii.EqualsIgnoreCase(line[..5], "etag:"u8))
            {
                versions.Add(RowVersion.Parse(line[5..].Trim((byte)' ')));
            }
        }

        if (written != Count || versions.Count != Count)
        {
            return false;
        }

        Versions = versions;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    // A quotation mark within a key is written twice (OData).
    private static string Key(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _body);
}
