using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Storage;

/// <summary>Rows that cannot be read. One such row stops nobody from reading the others: it is left out, and that is said.</summary>
/// <param name="logger">Is told once of each table that it has some.</param>
public sealed partial class UnreadableRows(ILogger? logger = null)
{
    /// <summary>Rows that are remembered until somebody asks for them; of further ones the number.</summary>
    public const int MaximumRemembered = 20;

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly List<UnreadableRow> _remembered = [];
    private int _further;

    /// <summary>What was left out since the last call, and how much more than is remembered.</summary>
    public (IReadOnlyList<UnreadableRow> Rows, int Further) Take()
    {
        lock (_lock)
        {
            var taken = (_remembered.ToArray(), _further);
            _remembered.Clear();
            _further = 0;
            return taken;
        }
    }

    /// <summary>Reads a row; null where it cannot be read.</summary>
    internal T? TryRead<T>(string table, TableEntity row, Func<TableEntity, T?> read)
        where T : class
    {
        try
        {
            return read(row);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or JsonException or NullReferenceException)
        {
            Note(new UnreadableRow(table, row.PartitionKey, row.RowKey, e is FormatException ? e.Message : "A value is missing or wrong."), e);
            return null;
        }
    }

    /// <summary>Reads the one row that was asked for.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    internal T Read<T>(string table, TableEntity row, Func<TableEntity, T?> read)
        where T : class =>
        TryRead(table, row, read) ?? throw new StorageException(StorageFault.Unreadable, $"A row of table {table} cannot be read: it was edited by hand, is damaged, or is of a later version.");

    private void Note(UnreadableRow row, Exception exception)
    {
        lock (_lock)
        {
            if (_remembered.Count >= MaximumRemembered)
            {
                _further++;
            }
            else if (!_remembered.Contains(row))
            {
                _remembered.Add(row);
            }
        }

        if (logger is not null)
        {
            if (_told.TryAdd(row.Table, true))
            {
                Log.Unreadable(logger, row.Table);
            }

            Log.Which(logger, row.RowKey, row.Table, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1220, LogLevel.Warning, "Some rows of table {Table} cannot be read and count for nothing. The module's commands that read the table name them.")]
        public static partial void Unreadable(ILogger logger, string table);

        // At Debug: the key may hold an account name, and the exception's text a value.
        [LoggerMessage(1221, LogLevel.Debug, "Row {Row} of table {Table} cannot be read.")]
        public static partial void Which(ILogger logger, string row, string table, Exception exception);
    }
}
