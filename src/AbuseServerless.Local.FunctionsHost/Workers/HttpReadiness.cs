using System.Net.NetworkInformation;

namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>
/// Waits for the worker's own HTTP endpoint. A worker answers the host before that endpoint listens, and a request
/// that comes in between is lost: its connection is refused and its invocation waits 15 s for it.
/// </summary>
internal static class HttpReadiness
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Completes once something listens there, or the worker is gone.</summary>
    public static async Task WaitAsync(Uri endpoint, Task workerGone, CancellationToken cancellationToken)
    {
        // Asked of the system, not tried: a connection to a free port of this machine may get that very port as its
        // own end, and then the worker cannot listen there.
        while (!workerGone.IsCompleted && !Array.Exists(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), listener => listener.Port == endpoint.Port))
        {
            await Task.Delay(Interval, cancellationToken);
        }
    }
}
