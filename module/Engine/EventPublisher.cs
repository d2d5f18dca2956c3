using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Checks messages and sends them, patiently.</summary>
/// <param name="publisher">The hub.</param>
/// <param name="faultOf">Why the functions would write a message to the dead-letter table; null if they would not.</param>
/// <param name="time">The clock.</param>
internal sealed class EventPublisher(IMessagePublisher publisher, Func<string, string?> faultOf, TimeProvider time) : IEventPublisher
{
    private readonly Patience _patience = new(time) { Limit = TimeSpan.FromMinutes(10) };

    public string? FaultOf(string message) => faultOf(message);

    public int Pending => publisher.Pending;

    public string? Trouble => _patience.Trouble;

    public Task AddAsync(string message, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _patience.RunAsync(() => publisher.AddAsync(message, cancellationToken), cancellationToken));

    public Task FlushAsync(CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _patience.RunAsync(() => publisher.FlushAsync(cancellationToken), cancellationToken));

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
