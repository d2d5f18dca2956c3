using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Suspensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Functions;

/// <summary>Does what is due: activates, expires, and repairs what a crash left half done. Then brings what gates leave in their own table to its place: the last refused attempts to the suspensions, and what was done to queued mail to the audit log.</summary>
public sealed partial class EnforceSuspensions(SuspensionTable suspensions, RefusedAttemptTable attempts, QueueActTable queueActs, AuditTable audit, TimeProvider time, ILogger<EnforceSuspensions> logger)
{
    /// <summary>Runs every minute.</summary>
    [Function(nameof(EnforceSuspensions))]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        try
        {
            var done = await suspensions.DoDueAsync(cancellationToken);
            if (done > 0)
            {
                Log.Done(logger, done);
            }
        }
        finally
        {
            // Work that fails, and fails again in a minute, keeps nothing else from its place.
            await attempts.FoldAsync(cancellationToken);
            await queueActs.FoldAsync(audit, time.GetUtcNow(), cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Information, "Processed {Count} due suspension tasks.")]
        public static partial void Done(ILogger logger, int count);
    }
}
