using System.Reflection;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Presence;

/// <summary>Says once a minute that this program runs, and what it knows: one request.</summary>
public sealed partial class PresenceWriter(
    IPresence presence, PresenceTable table, EnforcementSwitch enforcement, TimeProvider time, ILogger<PresenceWriter> logger) : BackgroundService
{
    /// <summary>How often: every minute.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaximumWriteTime = TimeSpan.FromSeconds(20);
    private static readonly string Version = (Assembly.GetEntryAssembly() ?? typeof(PresenceWriter).Assembly).GetName().Version!.ToString(3);

    private readonly DateTimeOffset _started = time.GetUtcNow().ToWholeMilliseconds();

    /// <summary>Says it once.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task WriteAsync(CancellationToken cancellationToken) => table.WriteAsync(
        presence.Tell(new PresenceRow
        {
            Kind = presence.Kind,
            Name = FormattableString.Invariant($"{Environment.MachineName}:{Environment.ProcessId}"),
            Version = Version,
            Mode = enforcement.Mode.ToString(),
            Started = _started,
            Time = time.GetUtcNow().ToWholeMilliseconds(),
        }),
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not in the way of a start.
        await Task.Delay(Beginning, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            using var limit = new TimeLimit(MaximumWriteTime, time, stoppingToken);
            try
            {
                await WriteAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is StorageException or OperationCanceledException)
            {
                // Nothing depends on it, and storage that is away is said by others.
                Log.NotWritten(logger, e);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1350, LogLevel.Debug, "The status of this process could not be written. Retrying in a minute.")]
        public static partial void NotWritten(ILogger logger, Exception exception);
    }
}
