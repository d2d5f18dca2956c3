using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>Takes what the Azure Monitor exporter sends, and answers as Application Insights does when it has taken it.</summary>
internal sealed class ApplicationInsights : HttpMessageHandler
{
    /// <summary>What came, each an envelope of one row.</summary>
    public ConcurrentQueue<JsonObject> Envelopes { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(request.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(body, CompressionMode.Decompress) : body);
        var taken = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            Envelopes.Enqueue(JsonNode.Parse(line)!.AsObject());
            taken++;
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"itemsReceived":{{taken}},"itemsAccepted":{{taken}},"errors":[]}""") };
    }
}
