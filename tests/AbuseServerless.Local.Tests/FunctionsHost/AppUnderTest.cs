using System.Reflection;
using System.Text.Json;
using AbuseServerless.Local.FunctionsHost;
using AbuseServerless.Local.FunctionsHost.Checkpointing;

namespace AbuseServerless.Local.Tests.FunctionsHost;

/// <summary>The test app in a real worker, hubs of two partitions, and the notebook that test and app share.</summary>
internal sealed class AppUnderTest : IAsyncDisposable
{
    private static readonly string _configuration = typeof(AppUnderTest).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private readonly string _notebook = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public static string AppDirectory { get; } = Output("AbuseServerless.Local.Tests.App");

    public TestHub Events { get; } = new("events", 2);

    public TestHub Bytes { get; } = new("bytes", 1);

    public CapturedLog Log { get; } = new();

    public Checkpoints Checkpoints { get; } = new(directory: null);

    public FunctionAppHost Host { get; private set; } = null!;

    /// <summary>What the app wrote down, in the order of time.</summary>
    public IReadOnlyList<NotebookEntry> Entries =>
    [
        .. Directory.EnumerateFiles(_notebook, "*.jsonl")
            .SelectMany(ReadComplete)
            .Select(static line => JsonSerializer.Deserialize<NotebookEntry>(line)!)
            .OrderBy(static entry => entry.At),
    ];

    public IReadOnlyList<NotebookEntry> Batches => [.. Entries.Where(static entry => entry.Function == "Record")];

    public static string Output(string project) => RepositoryRoot.Combine("tests", project, "bin", _configuration, "net10.0");

    public static async Task<AppUnderTest> StartAsync(int workers = 1, params (string Name, string Value)[] settings)
    {
        var app = new AppUnderTest();
        try
        {
            app.Host = await FunctionAppHost.StartAsync(app.Options(workers, settings), TestHub.ByName(app.Events, app.Bytes));
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the app something, until <see cref="Unsay"/>.</summary>
    public void Say(string word) => File.WriteAllText(Path.Combine(_notebook, word), "");

    public void Unsay(string word) => File.Delete(Path.Combine(_notebook, word));

    /// <summary>Waits until the event at this place of a partition, from 0, was processed.</summary>
    public Task ProcessedAsync(int partition, int index) => ProcessedAsync(Events, partition, index);

    public Task ProcessedAsync(TestHub hub, int partition, int index) =>
        Host.WaitUntilProcessedAsync(hub.Hub.Name, new Dictionary<string, long> { [$"{partition}"] = hub.SequenceNumber(partition, index) }).WaitAsync(Eventually.Limit);

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        Directory.Delete(_notebook, recursive: true);
    }

    private FunctionAppHostOptions Options(int workers, (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["Notebook:Folder"] = _notebook,
            ["Hubs__Events"] = "events",
            ["Tick:Schedule"] = "0 0 0 1 1 *",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return new FunctionAppHostOptions
        {
            AppDirectory = AppDirectory,
            Settings = all,
            Checkpoints = Checkpoints,
            Workers = workers,
            FunctionKeys = ["a key"],
            LoggerFactory = Log,
        };
    }

    // The last line may be half written: each ends with a line feed.
    private static string[] ReadComplete(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n')[..^1];
    }
}
