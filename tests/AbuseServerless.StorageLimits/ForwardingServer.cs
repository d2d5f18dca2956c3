using System.Net;
using AbuseServerless.Local.FunctionsHost;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace AbuseServerless.StorageLimits;

/// <summary>A server before Azurite that hands on what it likes.</summary>
internal sealed class ForwardingServer : IAsyncDisposable
{
    private readonly string _storage;
    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly IHttpForwarder _forwarder;

    /// <param name="connectionString">Of any account of an Azurite, which may be started later.</param>
    /// <param name="answer">Answers a request.</param>
    public ForwardingServer(string connectionString, RequestDelegate answer)
    {
        _storage = new TableServiceClient(connectionString).Uri.GetLeftPart(UriPartial.Authority);
        _server = LoopbackServer.Create(0, HttpProtocols.Http1, services => services.AddHttpForwarder());
        _forwarder = _server.Services.GetRequiredService<IHttpForwarder>();
        _server.Run(answer);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(cancellationToken);

    /// <summary>How to reach an account of this Azurite through this server, once it is started.</summary>
    public string Through(string connectionString) => connectionString.Replace(new Uri(_storage).Authority, LoopbackServer.AddressOf(_server).Authority, StringComparison.Ordinal);

    /// <summary>Has Azurite answer. The signature covers the path as it was written.</summary>
    public async Task ForwardAsync(HttpContext context, string target)
    {
        var address = new Uri(_storage + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        await _forwarder.SendAsync(context, _storage, _client, ForwarderRequestConfig.Empty, new To(address));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private sealed class To(Uri address) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.RequestUri = address;
        }
    }
}
