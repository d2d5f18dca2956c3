namespace AbuseServerless.Tests.Deliveries;

/// <summary>Files of an operator's, beside the tests.</summary>
internal static class TestFile
{
    /// <summary>Writes a file and gives its path.</summary>
    public static string Write(string text)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, text);
        return path;
    }
}
