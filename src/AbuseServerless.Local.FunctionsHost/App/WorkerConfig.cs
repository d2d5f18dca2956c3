using System.Text.Json.Nodes;

namespace AbuseServerless.Local.FunctionsHost.App;

/// <summary>How an app's worker is started, by its worker.config.json.</summary>
/// <param name="AppDirectory">The app's output folder, absolute.</param>
/// <param name="WorkerPath">The worker's assembly, absolute.</param>
internal sealed record WorkerConfig(string AppDirectory, string WorkerPath)
{
    /// <summary>Reads worker.config.json of a built app.</summary>
    /// <exception cref="FileNotFoundException">The folder holds no built function app.</exception>
    public static WorkerConfig Read(string appDirectory)
    {
        var folder = Path.GetFullPath(appDirectory);
        var path = Path.Combine(folder, "worker.config.json");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"'{folder}' holds no built function app: it has no worker.config.json.", path);
        }

        var worker = JsonNode.Parse(File.ReadAllText(path))?["description"]?["defaultWorkerPath"]?.GetValue<string>()
            ?? throw new InvalidDataException($"{path}: description.defaultWorkerPath is not set.");
        return new WorkerConfig(folder, Path.Combine(folder, worker));
    }
}
