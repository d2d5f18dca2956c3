using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Ingestion;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Checks and sends AUTH events.</summary>
internal sealed class EventPublisher(AuthEventPublisher publisher, TimeProvider time) : IEventPublisher
{
    public string? FaultOf(string message) => AuthEventParser.TryParse(message, time.GetUtcNow(), out _, out var rejection) ? null : rejection.Detail;

    public Task AddAsync(string message, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => publisher.AddAsync(message, cancellationToken));

    public Task FlushAsync(CancellationToken cancellationToken) => Faults.TranslateAsync(() => publisher.FlushAsync(cancellationToken));

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
