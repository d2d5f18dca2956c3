using AbuseServerless.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace AbuseServerless.Functions.Telemetry;

/// <summary>Counts the runs of every timer function: one that fails is not repeated before its next turn, and one that does not run says nothing at all.</summary>
internal sealed class TimerRuns : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.FunctionDefinition.InputBindings.Values.All(binding => binding.Type != "timerTrigger"))
        {
            await next(context);
            return;
        }

        var succeeded = false;
        try
        {
            await next(context);
            succeeded = true;
        }
        finally
        {
            TimerMetrics.CountRun(context.FunctionDefinition.Name, succeeded);
        }
    }
}
