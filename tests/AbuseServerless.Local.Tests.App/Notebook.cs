using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace AbuseServerless.Local.Tests.App;

/// <summary>
/// The folder that the test and this app share (setting <c>Notebook:Folder</c>): here the app writes what it got, one
/// JSON line each, in a file per process, and there the test puts files that tell the app to behave badly.
/// </summary>
public sealed class Notebook(IConfiguration configuration)
{
    private readonly string _folder = configuration["Notebook:Folder"] ?? throw new InvalidOperationException("Notebook:Folder is not set.");
    private readonly Lock _lock = new();

    /// <summary>Writes an entry.</summary>
    public void Write(object entry)
    {
        lock (_lock)
        {
            File.AppendAllText(Path.Combine(_folder, $"{Environment.ProcessId}.jsonl"), JsonSerializer.Serialize(entry) + "\n");
        }
    }

    /// <summary>Whether the test has put a file of this name.</summary>
    public bool Says(string name) => File.Exists(Path.Combine(_folder, name));
}
