using AbuseServerless.Upgrade.Tests.Gate;
using AbuseServerless.Upgrade.Tests.Logs;
using AbuseServerless.Upgrade.Tests.Tables;

namespace AbuseServerless.Upgrade.Tests;

public sealed class WriteTests
{
    [Fact(Explicit = true)]
    public async Task Writes_what_this_version_writes()
    {
        var folder = WrittenVersion.Of(WrittenVersion.Present);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        SpoolFiles.Write(Path.Combine(folder, SpoolFiles.Folder));
        GateFiles.Write(folder);
        QueueFiles.Write(folder);
        await ResumeFiles.WriteAsync(folder);
        await TableFiles.WriteAsync(folder);

        Assert.Equal(
            ["allowances.json", "answers-0123456789abcdef0123456789abcdef.json", "follow.json", "import.resume", "mail.log", "record.jsonl", "state.jsonl", "suspended.json", "tables.jsonl"],
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_version_of_this_tree_writes_is_kept() =>
        Assert.True(WrittenVersion.All.Any(row => row.Data == WrittenVersion.Present), $"Nothing is kept of version {WrittenVersion.Present}: see \"What earlier versions wrote\" in CONTRIBUTING.md.");
}
