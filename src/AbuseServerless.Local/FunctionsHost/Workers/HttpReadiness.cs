using System.Net.Sockets;

namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>
/// Waits for the worker's own HTTP endpoint. A worker answers the host before that endpoint listens, and a request
/// that comes in between is lost: its connection is refused and its invocation waits 15 s for it.
/// </summary>
internal static class HttpReadiness
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Completes once the endpoint accepts connections, or the worker is gone.</summary>
    public static async Task WaitAsync(Uri endpoint, Task workerGone, CancellationToken cancellationToken)
    {
        while (!workerGone.IsCompleted)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(_interval, cancellationToken);
            }
        }
    }
}
