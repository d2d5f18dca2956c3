using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Publishes reported logins as they come, and tries again until the hub accepts them.</summary>
public sealed partial class ReportPublisher(ReportedLogins queue, AuthEventSender sender, AuthPolicyMetrics metrics, TimeProvider time, ILogger<ReportPublisher> logger)
    : BackgroundService
{
    private const int MaximumAtOnce = 5_000;

    // Long enough for a batch to fill where there is much, and nothing beside the second in which a refusal must follow.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private List<AuthLine> _pending = [];

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopLimit);
        while (!limit.IsCancellationRequested && (Fill() || _pending.Count > 0))
        {
            if (!await SendAsync(limit.Token).ConfigureAwait(false))
            {
                break;
            }
        }

        if (queue.Count is > 0 and var lost)
        {
            metrics.Count(ReportOutcome.Dropped, lost);
            Log.Lost(logger, lost);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var retry = FirstRetry;
        try
        {
            while (_pending.Count > 0 || await queue.WaitAsync(stoppingToken).ConfigureAwait(false))
            {
                await Task.Delay(Linger, time, stoppingToken).ConfigureAwait(false);
                Fill();
                if (await SendAsync(stoppingToken).ConfigureAwait(false))
                {
                    retry = FirstRetry;
                    continue;
                }

                await Task.Delay(retry, time, stoppingToken).ConfigureAwait(false);
                retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is sent by the stop.
        }
    }

    private bool Fill()
    {
        _pending.AddRange(queue.Take(MaximumAtOnce - _pending.Count));
        return _pending.Count > 0;
    }

    private async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        var sending = await sender.SendAsync(_pending, cancellationToken).ConfigureAwait(false);
        var accepted = _pending.Count - sending.Unsent.Count;
        queue.Release(accepted);
        metrics.CountPublished(accepted);
        _pending = [.. sending.Unsent];
        if (sending.Fault is { } fault)
        {
            Log.NotPublished(logger, queue.Count, fault);
        }

        return _pending.Count == 0;
    }

    private static partial class Log
    {
        [LoggerMessage(1320, LogLevel.Warning, "Reported logins could not be published: {Waiting} are waiting.")]
        public static partial void NotPublished(ILogger logger, int waiting, Exception exception);

        [LoggerMessage(1321, LogLevel.Error, "{Lost} reported logins are lost: the process is stopping, and the event hub could not be reached.")]
        public static partial void Lost(ILogger logger, int lost);
    }
}
