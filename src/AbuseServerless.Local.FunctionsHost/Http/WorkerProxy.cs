using Microsoft.Extensions.Primitives;

namespace AbuseServerless.Local.FunctionsHost.Http;

/// <summary>Passes an HTTP request on to the worker's own endpoint and its answer back.</summary>
internal sealed class WorkerProxy : IDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    // What belongs to one connection, not to the message.
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Host", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    /// <summary>Sends the request and reads the whole answer: whether it counts is known only when the function has ended.</summary>
    public async Task<ProxiedAnswer> SendAsync(HttpRequest request, Uri worker, string invocationId, CancellationToken cancellationToken)
    {
        var target = new Uri(worker, request.PathBase + request.Path + request.QueryString);
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            message.Content = new StreamContent(request.Body);
        }

        foreach (var (name, values) in request.Headers)
        {
            if (HopByHop.Contains(name))
            {
                continue;
            }

            if (!message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        message.Headers.TryAddWithoutValidation(InvocationHeader, invocationId);
        using var response = await _client.SendAsync(message, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(static header => !HopByHop.Contains(header.Key))
            .Select(static header => KeyValuePair.Create(header.Key, new StringValues([.. header.Value])))
            .ToList();
        return new ProxiedAnswer((int)response.StatusCode, headers, body);
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>The worker's answer to an HTTP request.</summary>
internal sealed record ProxiedAnswer(int Status, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, byte[] Body)
{
    /// <summary>Sends it to the caller.</summary>
    public async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        foreach (var (name, values) in Headers)
        {
            response.Headers[name] = values;
        }

        if (Body.Length > 0)
        {
            await response.Body.WriteAsync(Body, cancellationToken);
        }
    }
}
