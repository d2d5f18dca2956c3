using AbuseServerless.Allowances;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Allowances;

/// <summary>Takes the allowances from disk at start, before the first question, and puts them there whenever they changed. Warns where there are some and nothing that locates addresses.</summary>
internal sealed partial class AllowanceKeeper(AllowanceGuard guard, IOptions<GateOptions> options, TimeProvider time, ILogger<AllowanceKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly AllowanceFile _file = new(options.Value.Data);
    private readonly Outage _outage = new();
    private AllowanceSet _saved = AllowanceSet.Empty;
    private bool _isUseless;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            guard.Current = _saved = _file.Read();
        }
        catch (InvalidDataException e)
        {
            Log.NotLoaded(logger, e.Message);
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
            SaveChanges();
            WarnOnce();
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void WarnOnce()
    {
        var isUseless = guard.Current.Count > 0 && !guard.CanLocate;
        if (isUseless && !_isUseless)
        {
            Log.NoDatabase(logger, guard.Current.Count);
        }

        _isUseless = isUseless;
    }

    private void SaveChanges()
    {
        var current = guard.Current;
        if (ReferenceEquals(current, _saved))
        {
            return;
        }

        try
        {
            _file.Save(current);
            _saved = current;
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
        [LoggerMessage(7800, LogLevel.Warning, "This gate cannot locate addresses: accounts and domains that may be used from some countries only pass from everywhere ({Count}). Geolocation:Databases must name databases that can be opened.")]
        public static partial void NoDatabase(ILogger logger, int count);

        [LoggerMessage(7801, LogLevel.Warning, "The allowances on disk cannot be read; until the cloud answers, accounts may be used from everywhere. {Fault}")]
        public static partial void NotLoaded(ILogger logger, string fault);

        [LoggerMessage(7802, LogLevel.Error, "The allowances cannot be written to disk; after a restart without the cloud, accounts may be used from everywhere. Retrying.")]
        public static partial void NotSaved(ILogger logger, Exception exception);
    }
}
