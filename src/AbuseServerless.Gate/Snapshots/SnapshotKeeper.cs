using System.Globalization;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Snapshots;

/// <summary>Takes the suspended accounts from disk at start, before the first question, and puts them there whenever they changed: at once where somebody is suspended or an operator orders something, else a second later, unless they are very many (<see cref="SavePace"/>).</summary>
internal sealed partial class SnapshotKeeper(
    SuspensionSnapshot snapshot, EnforcementSwitch enforcement, QueueCommandSet commands, QueueRelay relay, IOptions<GateOptions> options, IOptions<AuthPolicyOptions> policy, TimeProvider time, ILogger<SnapshotKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    // The queue helper deletes nothing on what is older than an hour.
    private static readonly TimeSpan MaximumUnsavedTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MaximumFreshAge = TimeSpan.FromMinutes(1);

    private readonly SnapshotFile _file = new(options.Value.Data);
    private readonly Outage _outage = new();
    private (long Version, EnforcementChange? Set, long Commands) _saved = (-1, null, -1);
    private (long Activations, long Commands) _urgent = (-1, -1);
    private SavePace _pace = new(TimeSpan.Zero);
    private long _savedAt;
    private long _endedAt;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_file.LoadInto(snapshot, enforcement) is { } saved)
            {
                LoadCommands(saved);
                Log.Loaded(logger, snapshot.Count, saved.Saved.ToString("u", CultureInfo.InvariantCulture));
            }
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            Log.NotLoaded(logger, e);
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        SaveChanges();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var urgent = (snapshot.Activations, commands.Version);
            if (_pace.IsDue(time.GetElapsedTime(_endedAt), isUrgent: urgent != _urgent))
            {
                var start = time.GetTimestamp();
                SaveChanges();
                (_urgent, _pace, _endedAt) = (urgent, new SavePace(time.GetElapsedTime(start)), time.GetTimestamp());
            }

            await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void LoadCommands(SavedSnapshot saved)
    {
        foreach (var command in saved.Commands ?? [])
        {
            commands.Apply(command.ToCommand());
        }

        // What an earlier version saved is saved again, with a name for the answers.
        if (AnswersFile.IsName(saved.Answers))
        {
            relay.AnswersName = saved.Answers!;
            _saved = (snapshot.Version, enforcement.Set, commands.Version);
        }
    }

    private void SaveChanges()
    {
        var version = (snapshot.Version, enforcement.Set, commands.Version);
        if (!snapshot.IsLoaded || (version == _saved && !(snapshot.Age < MaximumFreshAge && time.GetElapsedTime(_savedAt) > MaximumUnsavedTime)))
        {
            return;
        }

        try
        {
            _file.Save(snapshot, enforcement, commands, relay.AnswersName, policy.Value.SmtpOnly, time.GetUtcNow());
            _saved = version;
            _savedAt = time.GetTimestamp();
            _outage.End();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_outage.Begin())
            {
                Log.NotSaved(logger, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7300, LogLevel.Information, "Read {Count} suspended accounts from disk, as of {Saved}.")]
        public static partial void Loaded(ILogger logger, int count, string saved);

        [LoggerMessage(7301, LogLevel.Warning, "The suspended accounts on disk cannot be read; until the cloud answers, all logins are allowed.")]
        public static partial void NotLoaded(ILogger logger, Exception exception);

        [LoggerMessage(7302, LogLevel.Error, "The suspended accounts cannot be written to disk; after a restart without the cloud, some would be allowed. Retrying.")]
        public static partial void NotSaved(ILogger logger, Exception exception);
    }
}
