using System.Globalization;
using System.IO.Compression;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Backup;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Tests.Deliveries;
using AbuseServerless.Queue;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Queue;

public sealed class QueueAnswerTableTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_hosts_answer_is_read_by_command_and_goes_after_a_day()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = Worker.On(storage.ConnectionString);
        var table = new QueueAnswerTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        var (first, second) = (Command(Worker.Start), Command(Worker.Start.AddHours(1)));

        // As long ids and as many messages as there may be: a column holds it.
        List<QueuedMail> mail = [.. Enumerable.Range(0, QueueAnswer.MaximumListed).Select(i => new QueuedMail(
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i))), QueuedMailState.Held, QueueHolder.Other, Worker.Start.AddTicks(i * 123_456_789L), i * 7_919L))];
        var list = new QueueAnswer(first.Id, Worker.Start, 5_000, null, mail);
        await table.WriteAsync("mx1", list, Cancellation);
        await table.WriteAsync("mx1", list, Cancellation);
        await table.WriteAsync("mx2.example.jp", new QueueAnswer(first.Id, Worker.Start, 0, QueueRefusal.Suspended), Cancellation);
        await table.WriteAsync("mx1", new QueueAnswer(second.Id, second.Time, 3), Cancellation);

        var read = await table.ReadAsync(first.Id, first.Id, Cancellation).ToListAsync(Cancellation);
        Assert.Equal([("mx1", 5_000, null), ("mx2.example.jp", 0, (QueueRefusal?)QueueRefusal.Suspended)], read.Select(one => (one.Host, one.Answer.Messages, one.Answer.Refusal)));
        Assert.Equal(mail, read[0].Answer.Mail);
        Assert.Equal(3, await table.ReadAsync(first.Id, second.Id, Cancellation).CountAsync(Cancellation));

        auth.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await DeliveryWorker.On(storage.ConnectionString, time: auth.Time).Expired.DeleteAsync(Cancellation);
        Assert.Equal(second.Id, Assert.Single(await table.ReadAsync(first.Id, second.Id, Cancellation).ToListAsync(Cancellation)).Answer.Command);
    }

    [Fact]
    public async Task Rows_that_no_gate_writes_are_no_answers()
    {
        await using var storage = await TestStorage.StartAsync();
        var command = Command(Worker.Start);
        var gates = new TableClient(storage.ConnectionString, Tables.Gates);
        await gates.CreateIfNotExistsAsync(Cancellation);
        TableEntity Row(string host, byte[]? mail) => new("queue", $"{command.Id}:{host[0]}")
        {
            ["Command"] = command.Id,
            ["Host"] = host,
            ["Time"] = Worker.Start,
            ["Mail"] = mail,
        };
        TableEntity[] rows =
        [
            new("queue", $"{command.Id}:a"), Row("b", [1, 2, 3]), Row("c", Packed("[null,{\"Id\":\"A\\u001b[2J\"},{\"Id\":\"A1\"}]")), Row("d", Packed("[" + new string(' ', 1 << 21) + "]")), Row("e\u001b[2J", null),
            new("queue", $"{command.Id}:f") { ["Command"] = command.Id, ["Host"] = "f", ["Time"] = "now" },
        ];
        foreach (var row in rows)
        {
            await gates.AddEntityAsync(row, Cancellation);
        }

        var read = await new QueueAnswerTable(new Tables(TestStorage.Open(storage.ConnectionString))).ReadAsync(command.Id, command.Id, Cancellation).ToListAsync(Cancellation);
        var answer = Assert.Single(read);
        Assert.Equal("c", answer.Host);
        Assert.Equal(["A1"], answer.Answer.Mail!.Select(mail => mail.Id));

        static byte[] Packed(string json)
        {
            using var packed = new MemoryStream();
            using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
            {
                deflate.Write(Encoding.UTF8.GetBytes(json));
            }

            return packed.ToArray();
        }
    }

    [Fact]
    public async Task A_backup_holds_commands_that_nobody_will_do_any_more_and_no_others()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var audit = new AuditTable(tables);
        await audit.RecordAsync(Command(Worker.Start), Cancellation);
        worker.Time.Advance(TimeSpan.FromDays(1));
        await audit.RecordAsync(Command(worker.Time.GetUtcNow()), Cancellation);
        using var file = new MemoryStream();
        Assert.Equal(1, (await new StateBackup(tables, worker.Time).WriteAsync(file, Cancellation)).AuditEntries);
        file.Position = 0;
        Assert.Equal(1, (await StateBackup.CheckAsync(file, Cancellation)).Tally.AuditEntries);
    }

    private static QueueCommand Command(DateTimeOffset time) => QueueCommand.Of(QueueCommandKind.Hold, Bot, time, "noc", time.ToString("u", CultureInfo.InvariantCulture));
}
