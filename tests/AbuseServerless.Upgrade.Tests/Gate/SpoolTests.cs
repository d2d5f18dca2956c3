namespace AbuseServerless.Upgrade.Tests.Gate;

public sealed class SpoolTests
{
    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public void Events_that_the_hub_does_not_have_are_read_and_those_of_this_version_behind_them(string version)
    {
        using var copy = WrittenVersion.Copy(version);
        var folder = copy[SpoolFiles.Folder];
        string[] waiting = [.. Story.Spooled.Skip(Story.Acknowledged)];
        Assert.Equal(waiting, SpoolFiles.Read(folder));

        string[] added = [.. Enumerable.Range(0, 9).Select(number => $$"""{"added":{{number}}}""")];
        SpoolFiles.Append(folder, added);
        Assert.Equal([.. waiting, .. added], SpoolFiles.Read(folder));

        SpoolFiles.Acknowledge(folder, waiting.Length + 2);
        Assert.Equal(added[2..], SpoolFiles.Read(folder));
    }
}
