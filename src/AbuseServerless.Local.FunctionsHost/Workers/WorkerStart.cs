using AbuseServerless.Local.FunctionsHost.App;

namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>Everything that starting a worker takes.</summary>
/// <param name="Config">What to start.</param>
/// <param name="Settings">The app settings, which become its environment.</param>
/// <param name="Listener">Where it calls.</param>
/// <param name="Log">Gets what it logs.</param>
/// <param name="Limit">How long it may take until all functions are loaded.</param>
internal sealed record WorkerStart(WorkerConfig Config, AppSettings Settings, WorkerListener Listener, WorkerLog Log, TimeSpan Limit);
