using System.Buffers;
using System.Collections.Concurrent;
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
    // A hundred rows take more than 85,000 bytes: a large object, whose like make the garbage collector go through everything.
    private static readonly ConcurrentBag<ArrayBufferWriter<byte>> Spare = [];
    private const int LargestSpare = 262_144;

    private readonly string _id = Guid.NewGuid().ToString();
    private readonly ArrayBufferWriter<byte> _body = Spare.TryTake(out var spare) ? spare : new(32_768);
    private readonly Utf8JsonWriter _json;

    // What stands before each row that is added, and before and behind the keys of each that is changed.
    private readonly byte[] _add;
    private readonly byte[] _change;
    private readonly byte[] _version;

    /// <summary>Begins a transaction.</summary>
    /// <param name="table">Where the table is.</param>
    public RowTransaction(Uri table)
    {
        var address = table.GetLeftPart(UriPartial.Path);
        var part = $"--changeset_{_id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        var head = $"?$format=application%2Fjson%3Bodata%3Dminimalmetadata HTTP/1.1\r\nHost: {table.Host}\r\nx-ms-version: 2020-12-06\r\nDataServiceVersion: 3.0\r\n";
        _add = Encoding.UTF8.GetBytes($"{part}POST {address}{head}Prefer: return-no-content\r\nAccept: application/json;odata=minimalmetadata\r\nContent-Type: application/json;odata=nometadata\r\n\r\n");
        _change = Encoding.UTF8.GetBytes($"{part}PATCH {address}(PartitionKey='");
        _version = Encoding.UTF8.GetBytes($"'){head}If-Match: ");
        _json = new Utf8JsonWriter(_body);
        Text($"--batch_{_id}\r\nContent-Type: multipart/mixed; boundary=changeset_{_id}\r\n\r\n");
    }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Length => _body.WrittenCount;

    /// <summary>The rows' new versions, in their order, once the transaction was carried out; else null.</summary>
    public IReadOnlyList<RowVersion>? Versions { get; private set; }

    /// <summary>Where the transaction was not carried out because of one of its rows: that row, from 0; null where the answer does not say which.</summary>
    public int? Refused { get; set; }

    /// <summary>The request's Content-Type.</summary>
    public string ContentType => $"multipart/mixed; boundary=batch_{_id}";

    /// <summary>Begins a row: one that is not there yet (<paramref name="version"/> null), or one whose named columns are replaced while it is of a version.</summary>
    /// <returns>Where the columns are to be written; then <see cref="EndRow"/>.</returns>
    public Utf8JsonWriter BeginRow(string partitionKey, string rowKey, RowVersion? version)
    {
        if (version is null)
        {
            _body.Write(_add);
        }
        else
        {
            _body.Write(_change);
            Text(Key(partitionKey));
            _body.Write("',RowKey='"u8);
            Text(Key(rowKey));
            _body.Write(_version);
            Text(version.Value.ToString());
            _body.Write("\r\nAccept: application/json\r\nContent-Type: application/json\r\n\r\n"u8);
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
        _body.Write("\r\n"u8);
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
    public void Dispose()
    {
        _json.Dispose();
        if (Versions is not null && _body.Capacity <= LargestSpare)
        {
            // Nobody sends it any more.
            _body.ResetWrittenCount();
            Spare.Add(_body);
        }
    }

    // A quotation mark within a key is written twice (OData).
    private static string Key(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _body);
}
