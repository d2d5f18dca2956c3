using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Quotas;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Presence;

/// <summary>Who runs: a row for each worker and gate. It is of interest for minutes, and <see cref="Retention.ExpiredRows"/> deletes it after days.</summary>
public sealed class PresenceTable(Tables tables)
{
    /// <summary>How long the row of one that is gone is kept: 7 days.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The partition of the rows.</summary>
    internal const string Partition = "presence";

    /// <summary>Where the rows are: the table of gates, and that of suspensions, to which gates up to 0.1.0 write.</summary>
    internal static readonly string[] Places = [Tables.Gates, Tables.Suspensions];

    private const string Gate = "gate";

    // A text of a row holds 32,768 characters.
    private const int MaximumLogs = 30;
    private const int MaximumTextLength = 300;

    // What workers and modules of a checkout from before 30 November 2026 write and read.
    private const string DatabaseMaximumAge = "DatabaseLongestAge";

    private const string WatchedRecipients = nameof(WatchedRecipients);
    private const string WatchedShare = nameof(WatchedShare);
    private const string WatchedDuration = nameof(WatchedDuration);

    /// <summary>Writes a row in place of the one before.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task WriteAsync(PresenceRow presence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(presence);
        var row = new TableEntity(Partition, Key(presence))
        {
            [nameof(PresenceRow.Kind)] = presence.Kind,
            [nameof(PresenceRow.Name)] = presence.Name,
            [nameof(PresenceRow.Version)] = presence.Version,
            [nameof(PresenceRow.Started)] = presence.Started,
            [nameof(PresenceRow.Time)] = presence.Time,
            [nameof(PresenceRow.Mode)] = presence.Mode,
            [nameof(PresenceRow.Thresholds)] = presence.Thresholds,
            [nameof(PresenceRow.RulesVersion)] = presence.RulesVersion,
            [nameof(PresenceRow.DatabaseVersion)] = presence.DatabaseVersion,
            [nameof(PresenceRow.DatabaseBuilt)] = presence.DatabaseBuilt,
            [DatabaseMaximumAge] = presence.DatabaseMaximumAge?.TotalSeconds,
            [nameof(PresenceRow.LastEvent)] = presence.LastEvent,
            [nameof(PresenceRow.Lag)] = presence.Lag?.TotalSeconds,
            [nameof(PresenceRow.NotStored)] = presence.NotStored,
            [nameof(PresenceRow.LastNotStored)] = presence.LastNotStored,
            [nameof(PresenceRow.NotStoredLate)] = presence.NotStoredLate,
            [nameof(PresenceRow.LastNotStoredLate)] = presence.LastNotStoredLate,
            [nameof(PresenceRow.TimeZone)] = presence.TimeZone,
            [nameof(PresenceRow.SnapshotAge)] = presence.SnapshotAge?.TotalSeconds,
            [nameof(PresenceRow.Refused)] = presence.Refused,
            [nameof(PresenceRow.AllowancesUnenforced)] = presence.AllowancesUnenforced,
            [nameof(PresenceRow.Waiting)] = presence.Waiting,
            [nameof(PresenceRow.QueueHelper)] = presence.QueueHelper,
            [nameof(PresenceRow.HoldsWatched)] = presence.HoldsWatched,
            [WatchedRecipients] = presence.Watched?.RecipientsPerHour,
            [WatchedShare] = presence.Watched?.Share,
            [WatchedDuration] = presence.Watched?.MaximumDuration.TotalSeconds,
            [nameof(PresenceRow.Logs)] = Write(presence.Logs),
        };
        return tables.RunAsync(
            Tables.Gates, "Writing who runs", table => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    /// <summary>Reads the rows, without those of earlier versions of a gate that has been updated since.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<IReadOnlyList<PresenceRow>> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = new List<(PresenceRow Row, bool HasPlace)>();
        foreach (var table in Places)
        {
            await foreach (var entity in tables.QueryAsync(table, TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken).OrNoneAsync(cancellationToken).ConfigureAwait(false))
            {
                if (tables.Unreadable.TryRead(table, entity, Read) is { } row)
                {
                    rows.Add((row, entity.RowKey != Key(row)));
                }
            }
        }

        // Up to 30 November 2026 each run of a gate had a row of its own. A gate of the same machine that started after one of them fell silent takes its place.
        var started = rows.Where(one => one.HasPlace).GroupBy(one => Machine(one.Row), StringComparer.Ordinal).ToDictionary(machine => machine.Key, machine => machine.Max(one => one.Row.Started), StringComparer.Ordinal);
        return [.. rows.Where(one => one.HasPlace || one.Row.Kind != Gate || !started.TryGetValue(Machine(one.Row), out var later) || later < one.Row.Time).Select(one => one.Row)];
    }

    // A gate that was killed and started again is the same one: its row takes the place of that of the earlier run.
    private static string Key(PresenceRow row) => TableKey.OfText($"{row.Kind}:{(row.Place is null ? row.Name : $"{Machine(row)}:{row.Place}")}");

    // What stands before the process in the name.
    private static string Machine(PresenceRow row) => row.Name.LastIndexOf(':') is > 0 and var end ? row.Name[..end] : row.Name;

    private static PresenceRow Read(TableEntity row) => new()
    {
        Kind = row.GetString(nameof(PresenceRow.Kind)),
        Name = row.GetString(nameof(PresenceRow.Name)),
        Version = row.GetString(nameof(PresenceRow.Version)),
        Started = row.GetDateTimeOffset(nameof(PresenceRow.Started))!.Value,
        Time = row.GetDateTimeOffset(nameof(PresenceRow.Time))!.Value,
        Mode = row.GetString(nameof(PresenceRow.Mode)),
        Thresholds = row.GetString(nameof(PresenceRow.Thresholds)),
        RulesVersion = row.GetString(nameof(PresenceRow.RulesVersion)),
        DatabaseVersion = row.GetString(nameof(PresenceRow.DatabaseVersion)),
        DatabaseBuilt = row.GetDateTimeOffset(nameof(PresenceRow.DatabaseBuilt)),
        DatabaseMaximumAge = Seconds(row, DatabaseMaximumAge),
        LastEvent = row.GetDateTimeOffset(nameof(PresenceRow.LastEvent)),
        Lag = Seconds(row, nameof(PresenceRow.Lag)),
        NotStored = row.GetInt64(nameof(PresenceRow.NotStored)),
        LastNotStored = row.GetDateTimeOffset(nameof(PresenceRow.LastNotStored)),
        NotStoredLate = row.GetInt64(nameof(PresenceRow.NotStoredLate)),
        LastNotStoredLate = row.GetDateTimeOffset(nameof(PresenceRow.LastNotStoredLate)),
        TimeZone = row.GetString(nameof(PresenceRow.TimeZone)),
        SnapshotAge = Seconds(row, nameof(PresenceRow.SnapshotAge)),
        Refused = row.GetInt32(nameof(PresenceRow.Refused)),
        AllowancesUnenforced = row.GetInt32(nameof(PresenceRow.AllowancesUnenforced)),
        Waiting = row.GetInt64(nameof(PresenceRow.Waiting)),
        QueueHelper = row.GetDateTimeOffset(nameof(PresenceRow.QueueHelper)),
        HoldsWatched = row.GetBoolean(nameof(PresenceRow.HoldsWatched)),
        Watched = row.GetDouble(WatchedShare) is { } share && Seconds(row, WatchedDuration) is { } duration ? new WatchedQuota(row.GetInt32(WatchedRecipients), share, null, duration) : null,
        Logs = row.GetString(nameof(PresenceRow.Logs)) is { } logs ? JsonSerializer.Deserialize<List<LogHealth>>(logs) ?? [] : [],
    };

    private static string? Write(IReadOnlyList<LogHealth> logs) => logs.Count == 0
        ? null
        : JsonSerializer.Serialize(logs.OrderBy(log => log.Wrong is null).ThenBy(log => log.Path, StringComparer.Ordinal).Take(MaximumLogs).Select(log => log with { Path = Cut(log.Path), Trouble = Cut(log.Trouble) }));

    [return: NotNullIfNotNull(nameof(text))]
    private static string? Cut(string? text) => text?.Length > MaximumTextLength ? text[..MaximumTextLength] + "…" : text;

    private static TimeSpan? Seconds(TableEntity row, string column) => row.GetDouble(column) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
