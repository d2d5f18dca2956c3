using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Suspensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Functions;

/// <summary>Does what is due: activates, expires, and repairs what a crash left half done. Then brings the last refused attempts, which gates leave in their own table, to the suspensions.</summary>
public sealed partial class EnforceSuspensions(SuspensionTable suspensions, RefusedAttemptTable attempts, ILogger<EnforceSuspensions> logger)
{
    /// <summary>Runs every minute.</summary>
    [Function(nameof(EnforceSuspensions))]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var done = await suspensions.DoDueAsync(cancellationToken);
        if (done > 0)
        {
            Log.Done(logger, done);
        }

        await attempts.FoldAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1100, LogLevel.Information, "Processed {Count} due suspension tasks.")]
        public static partial void Done(ILogger logger, int count);
    }
}
