using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Workers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AbuseServerless.Local.FunctionsHost.Http;

/// <summary>The app's HTTP address on 127.0.0.1.</summary>
internal sealed class HttpFrontEnd : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly WorkerProxy _proxy = new();

    private HttpFrontEnd(int port) => _server = LoopbackServer.Create(port, HttpProtocols.Http1, static _ => { });

    /// <summary>Where it answers, without the route prefix.</summary>
    public Uri Address => LoopbackServer.AddressOf(_server);

    /// <summary>Starts answering.</summary>
    /// <param name="functions">All functions of the app.</param>
    /// <param name="routePrefix">First part of each route; may be empty.</param>
    /// <param name="workers">Who runs them.</param>
    /// <param name="keys">What opens those that need a key.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="logger">Gets what goes wrong.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<HttpFrontEnd> StartAsync(
        IReadOnlyList<FunctionDefinition> functions,
        string routePrefix,
        WorkerPool workers,
        FunctionKeys keys,
        int port,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var front = new HttpFrontEnd(port);
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTrigger trigger)
            {
                continue;
            }

            var answering = new HttpFunction(function, workers, front._proxy, keys, logger);
            var pattern = $"/{routePrefix}/{trigger.Route}".Replace("//", "/", StringComparison.Ordinal);
            if (trigger.Methods.Count == 0)
            {
                front._server.Map(pattern, (RequestDelegate)answering.AnswerAsync);
            }
            else
            {
                front._server.MapMethods(pattern, trigger.Methods, (RequestDelegate)answering.AnswerAsync);
            }
        }

        await front._server.StartAsync(cancellationToken);
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        _proxy.Dispose();
    }
}
