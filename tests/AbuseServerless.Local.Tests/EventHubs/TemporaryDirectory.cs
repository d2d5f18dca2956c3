namespace AbuseServerless.Local.Tests.EventHubs;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("event-hubs-").FullName;

    /// <summary>What another process would find, were this one killed now.</summary>
    public TemporaryDirectory Copy()
    {
        var copy = new TemporaryDirectory();
        foreach (var file in Directory.EnumerateFiles(Path, "*.log", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(copy.Path, System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public string NewestSegment(string hub, string partition) =>
        Directory.GetFiles(System.IO.Path.Combine(Path, hub, partition), "*.log").Max(StringComparer.Ordinal)!;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
