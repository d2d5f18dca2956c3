using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Following;

/// <summary>Follows the logs that the settings name, each by itself. What a pattern fits is looked for again and again.</summary>
internal sealed class LogFollowing(SpooledLogs spools, AccountAliases aliases, IOptions<GateOptions> options, TimeProvider time, ILogger<Follower> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Follower> _followers = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];

    /// <summary>What was read of each log so far.</summary>
    public IReadOnlyList<LogHealth> Counts
    {
        get
        {
            lock (_lock)
            {
                return [.. _followers.Values.Select(follower => follower.Counts)];
            }
        }
    }

    // Before anything is published: what the spools must keep is known then.
    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        Find();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var follower in _followers.Values.Skip(started).ToList())
            {
                started++;
                _running.Add(Task.Run(() => follower.RunAsync(stoppingToken), CancellationToken.None));
            }

            await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Find();
        }

        await Task.WhenAll(_running).ConfigureAwait(false);
    }

    private string Folder => Path.Combine(options.Value.Data, "follow");

    private void Find()
    {
        foreach (var log in options.Value.Follow)
        {
            foreach (var path in (log.Journal is null ? Expand(log.Path) : [$"journal {log.Journal}"]).Where(path => !_followers.ContainsKey(path)))
            {
                var zone = log.TimeZone is null ? time.LocalTimeZone : TimeZoneInfo.FindSystemTimeZoneById(log.TimeZone);
                var format = log.Format == "auto" ? null : LogFormats.Find(log.Format);
                Follower follower = log.Journal is null
                    ? new LogFollower(path, StateFile(path), format, zone, spools, aliases, time, logger)
                    : new JournalFollower(path, log.Journal.Split(' ', StringSplitOptions.RemoveEmptyEntries), StateFile(path), format, zone, spools, aliases, time, logger);
                lock (_lock)
                {
                    _followers.Add(path, follower);
                }
            }
        }
    }

    private string StateFile(string path) => Path.Combine(Folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path)), 0, 16) + ".json");

    // Of files that a pattern fits, those that rotation made of another belong to that one.
    private static IEnumerable<string> Expand(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.AsSpan().ContainsAny('*', '?'))
        {
            return [path];
        }

        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var files = Directory.GetFiles(folder, name);
        return files.Where(file => !Array.Exists(files, log => Rotation.IsOf(file, log)));
    }
}
