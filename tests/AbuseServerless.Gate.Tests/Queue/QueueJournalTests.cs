using AbuseServerless.Gate.Queue;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Tests.Queue;

public sealed class QueueJournalTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, QueueJournal.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_that_a_kill_cut_short_is_dropped_and_what_stands_before_it_is_known()
    {
        Open().Write([Entry(Now, QueueAct.Holding, "A1"), Entry(Now, QueueAct.Held, "A1")]);
        System.IO.File.AppendAllText(File, """{"time":"2026-11-29T12:00:01+00:00","host":"mx1","act":"Releasing","acc""");
        var journal = Open();
        Assert.Null(Assert.Single(journal.Held.All).Value.Doing);
        journal.Write([Entry(Now, QueueAct.Releasing, "A1")]);
        Assert.Equal(QueueAct.Releasing, Assert.Single(Open().Held.All).Value.Doing);
        Assert.Equal(3, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void The_record_is_plain_text_for_people_and_one_written_otherwise_is_read()
    {
        const string account = "jörg+例え𠮷😀@example.test";
        var command = QueueCommand.Of(QueueCommandKind.Hold, AbuseServerless.Accounts.AccountName.Parse(account), Now, "noc's <ops>", "苦情 \"4711\" & more\n\u2028 \\uD83D\\uDE00 \\😀 \U000E0041");
        Open().Write([QueueRecord.Of(command, QueueAct.Began, "mx1", Now)]);
        var line = Assert.Single(System.IO.File.ReadAllLines(File));
        Assert.Contains($"\"account\":\"{account}\"", line, StringComparison.Ordinal);
        Assert.Contains(""" \\uD83D\\uDE00 \\😀 \uDB40\uDC41""", line, StringComparison.Ordinal);
        Assert.Contains("noc's <ops>", line, StringComparison.Ordinal);
        Assert.Contains("""苦情 \"4711\" & more\n""", line, StringComparison.Ordinal);

        Assert.Equal(command.Reason, System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("reason").GetString());
        System.IO.File.WriteAllText(File, line.Replace("+", "\\u002B", StringComparison.Ordinal) + "\n");
        Assert.NotNull(Open().Commands.Began(command.Id));
    }

    [Fact]
    public void What_is_over_for_long_leaves_the_record_and_what_is_on_hold_stays_however_old()
    {
        Open().Write([Entry(Now, QueueAct.Held, "A1", "A2"), Entry(Now, QueueAct.Held, "B1"), Entry(Now.AddDays(1), QueueAct.Released, "B1", "A1")]);
        Assert.Equal("A2", Assert.Single(Open(Now.AddDays(100)).Held.All).Key);
        Assert.Single(System.IO.File.ReadAllLines(File));
    }

    [Fact]
    public void A_record_of_messages_in_one_queue_says_nothing_of_another_and_an_empty_one_goes_on_in_any()
    {
        var journal = Open();
        journal.Use("Postfix /a");
        journal.Write([Entry(Now, QueueAct.Held, "A1")]);
        Open().Use("Postfix /a");
        Assert.Contains("1 message on hold in 'Postfix /a', but the queue is 'Exim /b' now", Assert.Throws<InvalidDataException>(() => Open().Use("Exim /b")).Message, StringComparison.Ordinal);
        journal.Write([Entry(Now, QueueAct.Released, "A1")]);
        Open().Use("Exim /b");
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_said_with_its_line()
    {
        Open().Write([Entry(Now, QueueAct.Held, "A1")]);
        System.IO.File.AppendAllText(File, "none\n");
        Assert.Contains("record.jsonl, line 2 cannot be read", Assert.Throws<InvalidDataException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_was_done_is_known_as_long_as_it_could_come_again_and_who_ordered_it_is_on_record()
    {
        var command = QueueCommand.Of(QueueCommandKind.Delete, AbuseServerless.Accounts.AccountName.Parse("alice@example.test"), Now, "noc", "Complaint 4711");
        var journal = Open();
        journal.Write([QueueRecord.Of(command, QueueAct.Began, "mx1", Now), Entry(Now, QueueAct.Deleted, "A1") with { Command = command.Id }, QueueRecord.Of(command, QueueAct.Done, "mx1", Now)]);
        Assert.Equal(new QueueAnswer(command.Id, Now, 1), Open(Now).Commands.Find(command.Id));
        Assert.Contains("\"by\":\"noc\",\"reason\":\"Complaint 4711\"", System.IO.File.ReadAllLines(File)[0], StringComparison.Ordinal);
        Assert.DoesNotContain("command", Lines(Entry(Now, QueueAct.Held, "A1"))[^1], StringComparison.Ordinal);
    }

    private string[] Lines(QueueRecord entry)
    {
        Open().Write([entry]);
        return System.IO.File.ReadAllLines(File);
    }

    private static QueueRecord Entry(DateTimeOffset time, QueueAct act, params string[] messages) => new(time, "mx1", act, "alice@example.test", 1, messages);

    private QueueJournal Open(DateTimeOffset? keepSince = null) => QueueJournal.Open(_folder.Path, "mx1", keepSince ?? Now);
}
