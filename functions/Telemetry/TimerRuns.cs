using System.Diagnostics.Metrics;
using AbuseServerless.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace AbuseServerless.Functions.Telemetry;

/// <summary>Counts the runs of every timer function: one that fails is not repeated before its next turn, and one that does not run says nothing at all.</summary>
internal sealed class TimerRuns : IFunctionsWorkerMiddleware
{
    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _runs = _meter.CreateCounter<long>("abuseserverless.timer.runs", "{run}", "Runs of timer functions.");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.FunctionDefinition.InputBindings.Values.All(binding => binding.Type != "timerTrigger"))
        {
            await next(context);
            return;
        }

        var outcome = "failure";
        try
        {
            await next(context);
            outcome = "success";
        }
        finally
        {
            _runs.Add(1, new("function", context.FunctionDefinition.Name), new("outcome", outcome));
        }
    }
}
