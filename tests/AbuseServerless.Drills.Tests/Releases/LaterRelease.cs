using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Drills.Tests.Releases;

/// <summary>What workers of a later release write beside those of this one: a section of evidence that this one does not know, and rows in a layout that it cannot read.</summary>
internal sealed class LaterRelease(string connectionString)
{
    // Far beyond the tags of today; it is the last section of a row, since sections stand in the order of their tags.
    private const int Tag = 1_000;

    private const byte OtherVersion = 2;

    private const string State = nameof(State);

    private readonly TableServiceClient _tables = new(connectionString);
    private readonly Dictionary<string, ETag> _written = [];

    /// <summary>Adds the section to every row that has not got it, unless somebody writes the row at the same time.</summary>
    /// <returns>Rows that have got it by now.</returns>
    public async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        await foreach (var row in RowsAsync(cancellationToken))
        {
            if (_written.ContainsKey(row.RowKey) || row.GetBinary(State)[0] == OtherVersion)
            {
                continue;
            }

            try
            {
                var change = new TableEntity(row.PartitionKey, row.RowKey) { [State] = row.GetBinary(State).Concat(Section(row.RowKey)).ToArray() };
                var answer = await TableOf(row).UpdateEntityAsync(change, row.ETag, TableUpdateMode.Merge, cancellationToken);
                _written.Add(row.RowKey, answer.Headers.ETag!.Value);
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // A worker of this release was faster. The next sweep finds the row.
            }
        }

        return _written.Count;
    }

    /// <summary>Writes a row of which this release reads nothing.</summary>
    public async Task WriteInOtherLayoutAsync(string account, CancellationToken cancellationToken)
    {
        var name = AccountName.Parse(account);
        var row = new TableEntity(AccountBucket.NameOf(AccountBucket.Of(name)), TableKey.Of(name)) { [State] = OtherLayout(account) };
        await _tables.CreateTableIfNotExistsAsync(TableName(row), cancellationToken);
        await TableOf(row).AddEntityAsync(row, cancellationToken);
    }

    /// <summary>What a row in the other layout holds.</summary>
    public static byte[] OtherLayout(string account) => [OtherVersion, .. Encoding.UTF8.GetBytes(account)];

    /// <summary>Rows whose section is gone or has other bytes; how many were written, and how many of these this release has written since.</summary>
    public async Task<(IReadOnlyList<string> Lost, int Written, int WrittenSince)> CheckAsync(CancellationToken cancellationToken)
    {
        var lost = new List<string>();
        var since = 0;
        await foreach (var row in RowsAsync(cancellationToken))
        {
            if (_written.TryGetValue(row.RowKey, out var written))
            {
                since += row.ETag == written ? 0 : 1;

                // Before it, a row may say how far it has moved on since.
                if (!row.GetBinary(State).AsSpan().EndsWith(Content(row.RowKey)))
                {
                    lost.Add(row.RowKey);
                }
            }
        }

        return (lost, _written.Count, since);
    }

    /// <summary>What was set aside of the rows that could not be read, by account.</summary>
    public async Task<Dictionary<string, byte[]>> SetAsideAsync(CancellationToken cancellationToken) =>
        await RowsAsync(cancellationToken).Where(row => row.ContainsKey("Unreadable")).ToDictionaryAsync(row => TableKey.Account(row.RowKey, null).Value, row => row.GetBinary("Unreadable"), cancellationToken: cancellationToken);

    // A bucket without an account may have no table.
    private IAsyncEnumerable<TableEntity> RowsAsync(CancellationToken cancellationToken) => _tables.QueryAsync(cancellationToken: cancellationToken)
        .Where(table => table.Name.StartsWith(Tables.AccountActivity, StringComparison.Ordinal))
        .SelectMany(table => _tables.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: cancellationToken));

    private TableClient TableOf(TableEntity row) => _tables.GetTableClient(TableName(row));

    private static string TableName(TableEntity row) => Tables.AccountActivity + row.PartitionKey;

    // Twice its tag as LEB128, then length and bytes.
    private static byte[] Section(string key) => [(Tag << 1 & 0x7f) | 0x80, Tag << 1 >> 7, .. Content(key)];

    private static byte[] Content(string key) => [SHA256.HashSizeInBytes, .. SHA256.HashData(Encoding.UTF8.GetBytes(key))];
}
