using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Tests.Notifications;

/// <summary>A real webhook receiver on loopback that answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly CancellationTokenSource _ending = new();

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public required string Url { get; init; }

    /// <summary>How it answers after it has read the request: 200 at first.</summary>
    public Func<HttpContext, CancellationToken, Task> Answer { get; set; } = Status(200);

    public static Func<HttpContext, CancellationToken, Task> Hang { get; } = (_, ending) => Task.Delay(Timeout.Infinite, ending);

    /// <summary>Has read all and cuts the connection without an answer.</summary>
    public static Func<HttpContext, CancellationToken, Task> Abort { get; } = (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public static Func<HttpContext, CancellationToken, Task> Status(int status) => (context, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Answers 200 and cuts the connection in the middle of the answer.</summary>
    public static Func<HttpContext, CancellationToken, Task> AbortAfterStatus { get; } = async (context, ending) =>
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("half", ending);
        await context.Response.Body.FlushAsync(ending);
        context.Abort();
    };

    public static async Task<Receiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        Receiver? receiver = null;
        app.Run(context => receiver!.ReceiveAsync(context));
        await app.StartAsync(cancellationToken);
        receiver = new Receiver(app) { Url = app.Urls.Single() + "/hook" };
        return receiver;
    }

    /// <summary>Waits for one more request.</summary>
    public Task ArrivalAsync(CancellationToken cancellationToken) => _arrivals.WaitAsync(cancellationToken);

    /// <summary>From now on nobody listens.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
        _arrivals.Dispose();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new ReceivedRequest(context.Request.Method, context.Request.Path, headers, await reader.ReadToEndAsync(_ending.Token)));
        _arrivals.Release();
        await Answer(context, _ending.Token);
    }
}

internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["X-AbuseServerless-Id"];
}
