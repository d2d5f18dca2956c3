using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.AuthPolicy;

/// <summary>Publishes reported logins as they come, and tries again until the hub accepts them.</summary>
public sealed partial class ReportPublisher(ReportedLogins queue, BucketPublisher publisher, AuthPolicyMetrics metrics, TimeProvider time, ILogger<ReportPublisher> logger)
    : BackgroundService
{
    private const int MaximumAtOnce = 5_000;

    // Long enough for a batch to fill where there is much, and nothing beside the second in which a refusal must follow.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new TimeLimit(StopLimit, time, cancellationToken);
        while (!limit.IsCancellationRequested && Fill())
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
            while (publisher.Pending > 0 || await queue.WaitAsync(stoppingToken).ConfigureAwait(false))
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
        foreach (var line in queue.Take(MaximumAtOnce - publisher.Pending))
        {
            publisher.Add(AccountBucket.Of(line.Event.Account), line.ToUtf8Json().ToArray());
        }

        return publisher.Pending > 0;
    }

    private async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        var pending = publisher.Pending;
        StorageException? fault = null;
        try
        {
            await publisher.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            fault = e;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was not accepted by then is not.
        }

        var accepted = pending - publisher.Pending;
        queue.Release(accepted);
        metrics.CountPublished(accepted);
        if (fault is not null)
        {
            Log.NotPublished(logger, queue.Count, fault);
        }

        return publisher.Pending == 0;
    }

    private static partial class Log
    {
        [LoggerMessage(1320, LogLevel.Warning, "Reported logins could not be published. Waiting: {Waiting}.")]
        public static partial void NotPublished(ILogger logger, int waiting, Exception exception);

        [LoggerMessage(1321, LogLevel.Error, "{Lost} reported logins are lost: the process is stopping, and the event hub could not be reached.")]
        public static partial void Lost(ILogger logger, int lost);
    }
}
