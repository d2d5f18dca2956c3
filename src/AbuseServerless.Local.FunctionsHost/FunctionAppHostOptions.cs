using AbuseServerless.Local.FunctionsHost.Checkpointing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AbuseServerless.Local.FunctionsHost;

/// <summary>What a <see cref="FunctionAppHost"/> serves, and how.</summary>
public sealed record FunctionAppHostOptions
{
    /// <summary>Output folder of the built app: it holds host.json and worker.config.json.</summary>
    public required string AppDirectory { get; init; }

    /// <summary>The app settings, by name with <c>:</c> or <c>__</c> between sections.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>How far the app has read. Lives longer than the host: it is flushed after Azurite was stopped.</summary>
    public required Checkpoints Checkpoints { get; init; }

    /// <summary>Worker processes, 1 (default) or more; they share the partitions.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Port of the app's HTTP functions on 127.0.0.1; 0 (default) takes a free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Keys that open HTTP functions which need one; without any (default) those are closed.</summary>
    public IReadOnlyList<string> FunctionKeys { get; init; } = [];

    /// <summary>How long a worker may take to start, 5 min by default: a machine that does much else takes a minute for what is a second's work.</summary>
    public TimeSpan WorkerStartLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a clean stop waits for what is in flight, and then for the workers to end; 10 s each by default.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of timers, retries and checkpoints.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the host and, under their own categories, the workers log.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
