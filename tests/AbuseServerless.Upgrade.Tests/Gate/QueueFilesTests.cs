using AbuseServerless.Gate.Queue;
using AbuseServerless.Queue;

namespace AbuseServerless.Upgrade.Tests.Gate;

public sealed class QueueFilesTests
{
    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public void The_queue_helper_knows_what_is_on_hold_and_what_it_did(string version)
    {
        using var copy = WrittenVersion.Copy(version);
        var journal = QueueFiles.Open(copy.Path);
        Assert.Equal([QueueFiles.Held], journal.Held.All.Keys);
        Assert.Equal(QueueFiles.Answer.Time, journal.Commands.Find(Story.Command)?.Time);

        journal.Write([new QueueRecord(Story.Noon.AddHours(1), QueueFiles.Host, QueueAct.Held, Story.Complained.Value, 1, ["4A5B6C7D8E"])]);

        var again = QueueFiles.Open(copy.Path);
        Assert.Equal([QueueFiles.Held, "4A5B6C7D8E"], again.Held.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(QueueFiles.Answer.Time, again.Commands.Find(Story.Command)?.Time);
    }

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public void The_gate_reads_the_answers_of_a_helper_of_another_version(string version)
    {
        var answers = new AnswersFile(WrittenVersion.Of(version), Story.Answers).Read();
        Assert.Equal(Story.Noon.AddMinutes(2), answers?.Time);
        Assert.Equal(QueueFiles.Answer, Assert.Single(answers!.Answers));
    }
}
