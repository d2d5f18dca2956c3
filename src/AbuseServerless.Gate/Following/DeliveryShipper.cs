using AbuseServerless.Gate.Shipping;

namespace AbuseServerless.Gate.Following;

/// <summary>Publishes the spooled deliveries beside the AUTH events: the host runs one service of a kind.</summary>
internal sealed class DeliveryShipper(EventShipper shipper) : IHostedService, IDisposable
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => shipper.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => shipper.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => shipper.Dispose();
}
