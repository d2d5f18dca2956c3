using AbuseServerless.Accounts;
using AbuseServerless.Azure.Backup;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Backup;

/// <summary>Rows that cannot be read, in the tables and in a file: all others are backed up and restored.</summary>
public sealed class UnreadableBackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_that_cannot_be_read_are_in_no_backup_and_are_named_with_the_column()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await FillAsync(worker);
        var service = new TableServiceClient(storage.ConnectionString);
        await service.CreateTableIfNotExistsAsync(Tables.Plans, Cancellation);
        await service.CreateTableIfNotExistsAsync(Tables.Allowances, Cancellation);
        foreach (var (table, row) in new (string, TableEntity)[]
        {
            (Tables.Suspensions, new("suspensions", "a:x@example.jp") { ["Account"] = "x@example.jp", ["State"] = "Active", ["Since"] = Worker.Start, ["Transitions"] = "many" }),
            (Tables.Suspensions, new("suspensions", "a:y@example.jp") { ["Account"] = "z@example.jp", ["State"] = "Active", ["Since"] = Worker.Start, ["Transitions"] = 1, ["Activations"] = 1 }),
            (Tables.Suspensions, new("suspensions", "a:z@example.jp") { ["Account"] = "z@example.jp", ["State"] = "Active", ["Since"] = Worker.Start, ["Transitions"] = 1, ["Activations"] = 1, ["Decision"] = "{" }),
            (Tables.Exemptions, new("exemptions", "Country:JP") { ["Kind"] = "Country", ["Value"] = "JP", ["WatchOnly"] = false, ["Since"] = "yesterday" }),
            (Tables.Exemptions, new("exemptions", "Country:US") { ["Kind"] = "Country", ["Value"] = "US", ["WatchOnly"] = false, ["By"] = "noc", ["Reason"] = "x", ["Since"] = Worker.Start, ["Note"] = Guid.Empty }),
            (Tables.Allowances, new("allowances", "s:x@example.jp") { ["Subject"] = "x@example.jp", ["Countries"] = "JP" }),
            (Tables.Plans, new("plans", "p:basic") { ["Name"] = "basic", ["MessagesPerDay"] = "10", ["Since"] = Worker.Start }),
            (Tables.AuditLog, new("2026-11-24", $"{Worker.Start.UtcTicks:D19}:command:7") { ["Command"] = "Teleport" }),
        })
        {
            await service.GetTableClient(table).AddEntityAsync(row, Cancellation);
        }

        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var file = new MemoryStream();
        var tally = await new StateBackup(tables, worker.Time).WriteAsync(file, Cancellation);

        Assert.Equal((1, 1, 0, 0, 8), (tally.Suspensions, tally.Exemptions, tally.Allowances, tally.Plans, tally.LeftOut));
        Assert.Equal(
            [
                $"{Worker.Start.UtcTicks:D19}:command:7: It is a command of a later version, or a value is missing.",
                "Country:JP: Since is missing, or no time.",
                "Country:US: Note is of type Guid, which no column has.",
                "s:x@example.jp: Since is missing, or no time.",
                "p:basic: MessagesPerDay is no number of type Int32.",
                "a:x@example.jp: Transitions is no whole number of 32 bits.",
                "a:y@example.jp: The key is not the account's.",
                "a:z@example.jp: Decision cannot be read.",
            ],
            tables.Unreadable.Take().Rows.Select(row => $"{row.RowKey}: {row.Why}"));

        file.Position = 0;
        var (checkedTally, faults) = await StateBackup.CheckAsync(file, Cancellation);
        Assert.Empty(faults);
        Assert.Equal(tally with { LeftOut = 0 }, checkedTally);
    }

    [Theory]
    [InlineData("\"State\":\"Active\"", "\"State\":\"Actve\"", "State 'Actve' is not known.")]
    [InlineData("\"Transitions\":1", "\"Transitions\":\"one\"", "Transitions is no whole number of 32 bits.")]
    [InlineData("\"Transitions\":1", "\"Transitions\":{\"roman\":\"I\"}", "Transitions cannot be read.")]
    [InlineData("\"table\":\"Suspensions\"", "\"table\":\"Gates\"", "Backups do not contain table 'Gates'.")]
    [InlineData("\"partition\":\"suspensions\"", "\"partition\":7", "partition is missing, or no text.")]
    public async Task A_row_of_a_file_that_cannot_be_read_is_named_by_its_line_and_column_and_the_others_are_restored(string was, string edited, string why)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await FillAsync(worker);
        var file = new MemoryStream();
        await new StateBackup(new Tables(TestStorage.Open(storage.ConnectionString)), worker.Time).WriteAsync(file, Cancellation);
        var lines = System.Text.Encoding.UTF8.GetString(file.ToArray()).Split('\n');
        var bad = Array.FindIndex(lines, line => line.Contains("\"row\":\"a:bob@example.jp\"", StringComparison.Ordinal));
        lines[bad] = lines[bad].Replace(was, edited, StringComparison.Ordinal);
        var mended = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)));

        var (tally, faults) = await StateBackup.CheckAsync(mended, Cancellation);
        var fault = Assert.Single(faults);
        Assert.Equal((bad + 1L, "a:bob@example.jp", why), (fault.Line, fault.RowKey, fault.Why));
        Assert.Equal((0, 1, 1), (tally.Suspensions, tally.Exemptions, tally.LeftOut));

        await using var other = await TestStorage.StartAsync();
        using var restored = Worker.On(other.ConnectionString);
        mended.Position = 0;
        tally = await new StateBackup(new Tables(TestStorage.Open(other.ConnectionString)), worker.Time).RestoreAsync(mended, replace: false, Cancellation);
        Assert.Equal((tally.Exemptions + tally.AuditEntries, 1), (tally.Written, tally.LeftOut));
        Assert.Equal("192.0.2.0/24", (await restored.Exemptions.ReadAsync(Cancellation).SingleAsync(Cancellation)).Value);
        Assert.Null(await restored.Suspensions.FindAsync(AccountName.Parse("bob@example.jp"), Cancellation));
    }

    [Fact]
    public async Task A_line_that_is_no_json_is_damage_and_nothing_of_the_file_is_restored()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await FillAsync(worker);
        var file = new MemoryStream();
        await new StateBackup(new Tables(TestStorage.Open(storage.ConnectionString)), worker.Time).WriteAsync(file, Cancellation);
        var text = System.Text.Encoding.UTF8.GetString(file.ToArray()).Replace("{\"table\":\"Exemptions\"", "{\"table\":Exemptions\"", StringComparison.Ordinal);

        var damaged = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.EndsWith(" of the backup is damaged.", (await Assert.ThrowsAsync<InvalidDataException>(() => StateBackup.CheckAsync(damaged, Cancellation))).Message, StringComparison.Ordinal);
    }

    private static async Task FillAsync(Worker worker)
    {
        await worker.Suspensions.SuspendAsync(AccountName.Parse("bob@example.jp"), null, "noc", "Spam", Cancellation);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Network, "192.0.2.0/24", "noc", "Ours", Worker.Start), Cancellation);
    }
}
