using AbuseServerless.Gate.Queue;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Tests.Queue;

public sealed class AnswersFileTests : IDisposable
{
    private static readonly SavedAnswers Answers = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero), [new QueueAnswer("1", DateTimeOffset.UnixEpoch, 2, QueueRefusal.Suspended)]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Who_knows_the_name_reads_it_and_a_new_name_leaves_no_other_file()
    {
        var (first, second) = (new AnswersFile(_folder.Path, AnswersFile.NewName()), new AnswersFile(_folder.Path, AnswersFile.NewName()));
        Assert.Null(first.Read());
        first.Write(Answers);
        second.Write(Answers);
        Assert.Null(first.Read());
        Assert.Equal(Answers.Answers, second.Read()!.Answers);
        var file = Assert.Single(Directory.GetFiles(_folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.True(File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../../../etc/0123456789abcdef0123456")]
    [InlineData("0123456789abcdef0123456789abcdef\n")]
    public void What_is_no_name_names_no_file(string? name) => Assert.False(AnswersFile.IsName(name));

    [Fact]
    public void A_name_is_another_each_time()
    {
        Assert.True(AnswersFile.IsName(AnswersFile.NewName()));
        Assert.NotEqual(AnswersFile.NewName(), AnswersFile.NewName());
    }
}
