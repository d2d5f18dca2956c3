using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace AbuseServerless.Functions;

/// <summary>Ends a request whose client has gone, or whose worker is to stop, without a fault: nobody is waiting for the answer, and nothing is wrong. Who still waits is told to ask again (503).</summary>
internal sealed class AbandonedRequests : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (context.GetHttpContext() is not null)
        {
            // The body ended before its length.
            context.GetHttpContext()!.Response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.GetHttpContext() is { } http && (context.CancellationToken.IsCancellationRequested || http.RequestAborted.IsCancellationRequested))
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }
}
