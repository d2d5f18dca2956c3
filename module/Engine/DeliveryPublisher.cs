using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Deliveries;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Checks and sends delivery events.</summary>
internal sealed class DeliveryPublisher(DeliveryEventPublisher publisher, TimeProvider time) : IEventPublisher
{
    public string? FaultOf(string message) => DeliveryEventParser.TryParse(message, time.GetUtcNow(), out _, out var rejection) ? null : rejection.Detail;

    public Task AddAsync(string message, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => publisher.AddAsync(message, cancellationToken));

    public Task FlushAsync(CancellationToken cancellationToken) => Faults.TranslateAsync(() => publisher.FlushAsync(cancellationToken));

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
