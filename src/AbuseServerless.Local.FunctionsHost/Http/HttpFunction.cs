using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Rpc;
using AbuseServerless.Local.FunctionsHost.Workers;

namespace AbuseServerless.Local.FunctionsHost.Http;

/// <summary>Answers the requests to one HTTP function.</summary>
internal sealed partial class HttpFunction(FunctionDefinition function, WorkerPool workers, WorkerProxy proxy, FunctionKeys keys, ILogger logger)
{
    // A restart takes about a second; who waits longer waits in vain.
    private static readonly TimeSpan WorkerLimit = TimeSpan.FromSeconds(15);

    private readonly HttpTrigger _trigger = (HttpTrigger)function.Trigger;

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (_trigger.NeedsKey && !keys.Admit(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limit.CancelAfter(WorkerLimit);
            var worker = await workers.FirstLiveAsync(limit.Token);
            await ForwardAsync(context, worker, worker.HttpUri ?? throw new InvalidOperationException(
                $"The app cannot serve {function.Name}: it lacks the ASP.NET Core integration (ConfigureFunctionsWebApplication)."));
        }
        catch (OperationCanceledException)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception exception) when (exception is WorkerGoneException or HttpRequestException or IOException or InvalidOperationException)
        {
            RequestFailed(logger, function.Name, exception);
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }

    private async Task ForwardAsync(HttpContext context, Worker worker, Uri workerUri)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var request = new InvocationRequest { InvocationId = Guid.NewGuid().ToString() };
        foreach (var (name, value) in context.Request.RouteValues)
        {
            request.TriggerMetadata.Add(name, new TypedData { String = value?.ToString() ?? "" });
        }

        // The worker brings the two together by the invocation id, and each waits for the other there.
        var invocation = worker.InvokeAsync(function.Name, request, abandoned.Token);
        var answer = proxy.SendAsync(context.Request, workerUri, request.InvocationId, abandoned.Token);
        try
        {
            var result = (await invocation).Result;
            if (result.Status != StatusResult.Types.Status.Success)
            {
                FunctionFailed(logger, function.Name, result.Exception?.Message, result.Exception?.StackTrace);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            }

            await (await answer).WriteAsync(context.Response, context.RequestAborted);
        }
        finally
        {
            // Whichever of the two is left has nobody to wait for.
            await abandoned.CancelAsync();
            await ((Task)Task.WhenAll(invocation, answer)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 2040, Level = LogLevel.Error, Message = "The HTTP function {Function} failed: {Error}\n{StackTrace}")]
    private static partial void FunctionFailed(ILogger logger, string function, string? error, string? stackTrace);

    [LoggerMessage(EventId = 2041, Level = LogLevel.Error, Message = "A request to the HTTP function {Function} could not be served.")]
    private static partial void RequestFailed(ILogger logger, string function, Exception exception);
}
