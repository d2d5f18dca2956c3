using System.Collections.Concurrent;
using System.IO.Compression;
using AbuseServerless.Functions.Tests.Telemetry.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Functions.Tests.Telemetry;

/// <summary>Takes telemetry over HTTP as a collector does, OTLP or Application Insights', and a webhook's notifications beside it.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly SemaphoreSlim _received = new(0);
    private readonly ConcurrentDictionary<string, double> _values = new();

    private Collector(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.Single());

    /// <summary>With these settings a worker sends it everything, without waiting for long.</summary>
    public IDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "500",
    };

    /// <summary>Bodies of telemetry as they came, without compression.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public ConcurrentQueue<Span> Spans { get; } = new();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._server.Run(collector.TakeAsync);
        await collector._server.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>The latest value of an instrument, of a histogram the number of measurements, summed over all whose name and attributes contain the parts.</summary>
    public double this[string name, params string[] attributes] => _values
        .Where(value => value.Key.Split(' ') is [var instrument, .. var rest] && instrument == name && attributes.All(rest.Contains))
        .Sum(value => value.Value);

    /// <summary>Everything that was measured, with its attributes.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Waits until what has come is as a test wants it.</summary>
    public async Task UntilAsync(Func<Collector, bool> arrived)
    {
        while (!arrived(this))
        {
            Assert.True(await _received.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken), "Nothing came any more.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        _received.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var stream = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        await stream.CopyToAsync(body, context.RequestAborted);
        switch (context.Request.Path.Value)
        {
            case "/v1/metrics":
                Read(MetricsRequest.Parser.ParseFrom(body.ToArray()));
                break;
            case "/v1/traces":
                Array.ForEach(
                    [.. TraceRequest.Parser.ParseFrom(body.ToArray()).Resources.SelectMany(resource => resource.Scopes).SelectMany(scope => scope.Spans)], Spans.Enqueue);
                break;
            case "/hook":
                return;
        }

        Bodies.Enqueue(body.ToArray());
        _received.Release();
    }

    private void Read(MetricsRequest request)
    {
        foreach (var metric in request.Resources.SelectMany(resource => resource.Scopes).SelectMany(scope => scope.Metrics))
        {
            foreach (var point in (metric.Gauge ?? metric.Sum)?.Points ?? [])
            {
                _values[Name(metric, point.Attributes)] = point.ValueCase == NumberPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
            }

            foreach (var point in metric.Histogram?.Points ?? [])
            {
                _values[Name(metric, point.Attributes)] = point.Count;
                _values[Name(metric, point.Attributes).Replace(metric.Name, metric.Name + ".sum", StringComparison.Ordinal)] = point.Sum;
            }
        }
    }

    private static string Name(Metric metric, IEnumerable<Protocol.Attribute> attributes) => string.Join(
        ' ',
        [metric.Name, .. attributes.Select(attribute => $"{attribute.Key}={(attribute.Value.ValueCase == Value.ValueOneofCase.Text ? attribute.Value.Text : attribute.Value.Integer)}")]);
}
