using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Local.EventHubs.Storage;

namespace AbuseServerless.Local.EventHubs;

/// <summary>Opens the hubs, each partition in memory or in its own folder: <c>directory/hub/partition</c>.</summary>
internal static partial class HubLogs
{
    public static Dictionary<string, EventHub> Open(IReadOnlyDictionary<string, int> hubs, string? directory, TimeProvider time, ILogger logger)
    {
        var opened = new Dictionary<string, EventHub>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var (name, partitions) in hubs)
            {
                opened.Add(name, Open(name, partitions, directory, time, logger));
            }

            return opened;
        }
        catch
        {
            foreach (var log in opened.Values.SelectMany(hub => hub.Partitions))
            {
                log.Dispose();
            }

            throw;
        }
    }

    public static EventHub Open(string name, int partitions, string? directory, TimeProvider time, ILogger logger)
    {
        if (!HubName().IsMatch(name))
        {
            throw new ArgumentException($"'{name}' is not a valid event hub name.", nameof(name));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partitions);
        var logs = new List<PartitionLog>();
        try
        {
            for (var i = 0; i < partitions; i++)
            {
                var id = i.ToString(CultureInfo.InvariantCulture);
                logs.Add(new PartitionLog(id, OpenStore(name, id, directory, time, logger), time));
            }

            return new EventHub(name, logs, time.GetUtcNow());
        }
        catch
        {
            logs.ForEach(log => log.Dispose());
            throw;
        }
    }

    private static IPartitionStore OpenStore(string hub, string partition, string? directory, TimeProvider time, ILogger logger)
    {
        if (directory is null)
        {
            return new MemoryStore(FirstSequence.Of(time.GetUtcNow()));
        }

        var store = SegmentStore.Open(Path.Combine(directory, hub.ToLowerInvariant(), partition), SegmentLimits.Default, time, out var cut);
        if (cut > 0)
        {
            Log.TailCut(logger, hub, partition, cut);
        }

        return store;
    }

    // Azure's own rule: letters, digits, periods, hyphens and underscores; a letter or digit at either end.
    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._-]{0,254}[A-Za-z0-9])?$")]
    private static partial Regex HubName();

    private static partial class Log
    {
        [LoggerMessage(6141, LogLevel.Warning, "The log of {Hub}/{Partition} ended with an unfinished write, which was cut off (bytes: {Bytes}).")]
        public static partial void TailCut(ILogger logger, string hub, string partition, long bytes);
    }
}
