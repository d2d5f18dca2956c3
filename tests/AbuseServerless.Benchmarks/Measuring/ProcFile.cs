namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>Reads the files of <c>/proc</c> that consist of lines <c>name: value</c>.</summary>
internal static class ProcFile
{
    /// <summary>The first value of a name; null where there is none.</summary>
    public static string? Value(string path, string name) =>
        File.ReadLines(path).Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).FirstOrDefault();
}
