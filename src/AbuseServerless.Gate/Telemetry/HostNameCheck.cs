using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Storage;

namespace AbuseServerless.Gate.Telemetry;

/// <summary>Warns once where two mail hosts have one name: what is done to queued mail is told by the host, so that one would answer for both.</summary>
/// <remarks>Several gates of one machine are no fault: one of them hears of its queue helper. A request once an hour until it has warned.</remarks>
internal sealed partial class HostNameCheck(GatePresence presence, PresenceTable table, TimeProvider time, ILogger<HostNameCheck> logger) : BackgroundService
{
    private static readonly TimeSpan Beginning = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // Of what is said once a minute.
    private static readonly TimeSpan MaximumSilence = TimeSpan.FromMinutes(3);

    /// <summary>Whether another gate that hears of a queue helper runs under the name of this host.</summary>
    /// <param name="own">What this gate said last.</param>
    /// <param name="rows">What is known of all.</param>
    public static bool IsShared(PresenceRow own, IEnumerable<PresenceRow> rows) => HearsOfHelper(own) && rows.Any(row =>
        row.Kind == own.Kind && HostOf(row) == HostOf(own) && (row.Name, row.Started) != (own.Name, own.Started)
        && row.Time > own.Started + MaximumSilence && (own.Time - row.Time).Duration() < MaximumSilence && HearsOfHelper(row));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = Beginning; !stoppingToken.IsCancellationRequested; pause = Interval)
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (presence.Told is { } own && IsShared(own, await table.ReadAsync(stoppingToken).ConfigureAwait(false)))
                {
                    Log.Shared(logger, HostOf(own));
                    return;
                }
            }
            catch (Exception e) when (e is StorageException or OperationCanceledException)
            {
                // In an hour again; storage that is away is said by others.
            }
        }
    }

    private static bool HearsOfHelper(PresenceRow row) => row.Time - row.QueueHelper < MaximumSilence;

    private static string HostOf(PresenceRow row) => row.Name.LastIndexOf(':') is > 0 and var end ? row.Name[..end] : row.Name;

    private static partial class Log
    {
        [LoggerMessage(7730, LogLevel.Warning, "Another gate with a queue helper runs on a host that is named {Host}, too. Commands about queued mail and the status cannot tell the two apart: give each mail host a name of its own.")]
        public static partial void Shared(ILogger logger, string host);
    }
}
