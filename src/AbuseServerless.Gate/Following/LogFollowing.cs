using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Patterns;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Following;

/// <summary>Follows the logs that the settings name, each by itself: trouble with one is told as its own, and neither the others nor the gate stop. What a pattern fits is looked for again and again.</summary>
internal sealed class LogFollowing(SpooledLogs spools, AccountAliases aliases, IOptions<GateOptions> options, TimeProvider time, ILogger<Follower> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Follower> _followers = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];

    // Of logs and patterns that cannot be followed yet.
    private Dictionary<string, string> _troubles = [];

    /// <summary>What was read of each log so far; with their trouble, also logs and patterns that cannot be followed yet.</summary>
    public IReadOnlyList<LogHealth> Counts
    {
        get
        {
            lock (_lock)
            {
                return [.. _followers.Values.Select(follower => follower.Counts), .. _troubles.Select(trouble => new LogHealth(trouble.Key, 0, 0, 0, 0) { Trouble = trouble.Value })];
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
        var troubles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var log in options.Value.Follow)
        {
            foreach (var path in Expand(log, troubles).Where(path => !_followers.ContainsKey(path)))
            {
                Follow(path, log, troubles);
            }
        }

        Tell(troubles);
    }

    private void Follow(string path, FollowedLogOptions log, Dictionary<string, string> troubles)
    {
        try
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
        catch (Exception e) when (IsOfOneLog(e))
        {
            // What its position names is not known: all that the spools have stays until it is.
            spools.Logins.Segments.Keep(StateFile(path), 0);
            spools.Deliveries.Segments.Keep(StateFile(path), 0);
            troubles[path] = e.Message;
        }
    }

    private void Tell(Dictionary<string, string> troubles)
    {
        foreach (var (path, trouble) in troubles.Where(trouble => !_troubles.ContainsKey(trouble.Key)))
        {
            Follower.Log.NotRead(logger, path, trouble);
        }

        foreach (var path in _troubles.Keys.Where(path => !troubles.ContainsKey(path)))
        {
            Follower.Log.ReadAgain(logger, path);
        }

        lock (_lock)
        {
            _troubles = troubles;
        }
    }

    private string StateFile(string path) => Path.Combine(Folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path)), 0, 16) + ".json");

    // The file of patterns that a format names is read again for each log.
    private static bool IsOfOneLog(Exception fault) => fault is IOException or UnauthorizedAccessException or PatternFileException;

    // Of files that a pattern fits, those that rotation made of another belong to that one.
    private static IEnumerable<string> Expand(FollowedLogOptions log, Dictionary<string, string> troubles)
    {
        var name = Path.GetFileName(log.Path);
        if (log.Journal is not null || !name.AsSpan().ContainsAny('*', '?'))
        {
            return [log.Journal is null ? log.Path : $"journal {log.Journal}"];
        }

        try
        {
            var files = Directory.GetFiles(Path.GetDirectoryName(log.Path)!, name);
            return files.Where(file => !Array.Exists(files, other => Rotation.IsOf(file, other)));
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (IsOfOneLog(e))
        {
            troubles[log.Path] = e.Message;
            return [];
        }
    }
}
