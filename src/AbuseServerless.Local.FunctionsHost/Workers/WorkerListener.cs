using System.Collections.Concurrent;
using AbuseServerless.Local.FunctionsHost.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>Where workers call: a gRPC endpoint on a free port of 127.0.0.1, HTTP/2 without TLS.</summary>
internal sealed class WorkerListener : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, WorkerConnection> _expected = new();
    private readonly WebApplication _server;

    private WorkerListener()
    {
        _server = LoopbackServer.Create(
            port: 0,
            HttpProtocols.Http2,
            services =>
            {
                services.AddSingleton(this);
                // Batches are as large as the app wants them.
                services.AddGrpc(static options => options.MaxReceiveMessageSize = options.MaxSendMessageSize = null);
            });
        _server.MapGrpcService<Service>();
    }

    /// <summary>The address that workers are told.</summary>
    public Uri Address => LoopbackServer.AddressOf(_server);

    /// <summary>Starts listening.</summary>
    public static async Task<WorkerListener> StartAsync(CancellationToken cancellationToken)
    {
        var listener = new WorkerListener();
        await listener._server.StartAsync(cancellationToken);
        return listener;
    }

    /// <summary>Announces a worker; any other caller is refused.</summary>
    public void Expect(string workerId, WorkerConnection connection) => _expected[workerId] = connection;

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    private sealed class Service(WorkerListener listener) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            if (!await requestStream.MoveNext(context.CancellationToken))
            {
                return;
            }

            var id = requestStream.Current.StartStream?.WorkerId ?? "";
            if (!listener._expected.TryRemove(id, out var connection))
            {
                throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host did not start that worker."));
            }

            try
            {
                await connection.RunAsync(requestStream, responseStream, context.CancellationToken);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // How a stream ends whose worker was killed.
            }
        }
    }
}
