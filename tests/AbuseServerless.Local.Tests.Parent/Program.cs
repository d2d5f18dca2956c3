using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.FunctionsHost;
using AbuseServerless.Local.FunctionsHost.Checkpointing;
using AbuseServerless.Local.Processes;

// Arguments: folder of the function app, folder of its notebook.
await using var azurite = await Azurite.StartAsync(new AzuriteOptions());
await using var host = await FunctionAppHost.StartAsync(
    new FunctionAppHostOptions
    {
        AppDirectory = args[0],
        Settings = new Dictionary<string, string> { ["Notebook:Folder"] = args[1], ["Hubs:Events"] = "events", ["Tick:Schedule"] = "0 0 0 1 1 *" },
        Checkpoints = new Checkpoints(directory: null),
    },
    new Dictionary<string, EventHub>
    {
        ["events"] = EventHub.InMemory("events", 1, TimeProvider.System),
        ["bytes"] = EventHub.InMemory("bytes", 1, TimeProvider.System),
    });
Console.WriteLine($"children {azurite.ProcessId} {host.WorkerProcessIds[0]}");
await Task.Delay(Timeout.Infinite);
