using System.Globalization;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AbuseServerless.StorageLimits;

/// <summary>Stands before Azurite and answers as Table Storage would: within its limits, in its pages, with its faults. What is written is what Azurite has written.</summary>
public sealed class LimitProxy : IAsyncDisposable
{
    private readonly TableLimits _limits;
    private readonly TrafficMeter _meter;
    private readonly QueryPages _pages;
    private readonly ForwardingServer _server;

    private LimitProxy(string connectionString, TableLimits limits, TimeProvider time)
    {
        _limits = limits;
        _meter = new TrafficMeter(limits, time);
        _server = new ForwardingServer(connectionString, AnswerAsync);
        _pages = new QueryPages(new TableServiceClient(connectionString), limits, _meter, _server.ForwardAsync);
    }

    /// <summary>How to reach the storage through this proxy.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>What has passed since the start or the last <see cref="Reset"/>.</summary>
    public Traffic Traffic => _meter.Read();

    /// <summary>Starts a proxy.</summary>
    /// <param name="connectionString">Of an Azurite, which may be started later.</param>
    /// <param name="limits">What it enforces.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="time">By which rates are measured; null for the system's.</param>
    public static async Task<LimitProxy> StartAsync(string connectionString, TableLimits limits, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        var proxy = new LimitProxy(connectionString, limits, time ?? TimeProvider.System);
        await proxy._server.StartAsync(cancellationToken);
        proxy.ConnectionString = proxy._server.Through(connectionString);
        return proxy;
    }

    /// <summary>Begins to count anew.</summary>
    public void Reset() => _meter.Reset();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await TableRequest.ReadAsync(context.Request);
        if (_meter.Enter(request) is { Ticks: > 0 } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Faults.WriteAsync(context.Response, request, StatusCodes.Status503ServiceUnavailable, TableLimits.ServerBusy, "The server is busy.");
            return;
        }

        if (request.Filter is not null)
        {
            await _pages.AnswerAsync(context, request);
            return;
        }

        await Task.Delay(_limits.Latency(request.Operation, request.Rows), context.RequestAborted);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!request.IsWrite || !_limits.TimesOut(request))
        {
            await _server.ForwardAsync(context, target);
            return;
        }

        var answer = context.Response.Body;
        context.Response.Body = Stream.Null;
        await _server.ForwardAsync(context, target);
        context.Response.Body = answer;
        context.Response.Clear();
        _meter.TimedOut();
        await Faults.WriteAsync(context.Response, request, StatusCodes.Status500InternalServerError, TableLimits.OperationTimedOut, "Operation could not be completed within the specified time.");
    }
}
