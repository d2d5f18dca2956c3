using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Ingestion;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Checks and sends AUTH events.</summary>
internal sealed class EventPublisher(AuthEventPublisher publisher, TimeProvider time) : IEventPublisher
{
    private readonly Patience _patience = new(time) { Limit = TimeSpan.FromMinutes(10) };

    public string? FaultOf(string message) => AuthEventParser.TryParse(message, time.GetUtcNow(), out _, out var rejection) ? null : rejection.Detail;

    public int Pending => publisher.Pending;

    public string? Trouble => _patience.Trouble;

    public Task AddAsync(string message, CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _patience.RunAsync(() => publisher.AddAsync(message, cancellationToken), cancellationToken));

    public Task FlushAsync(CancellationToken cancellationToken) =>
        Faults.TranslateAsync(() => _patience.RunAsync(() => publisher.FlushAsync(cancellationToken), cancellationToken));

    public ValueTask DisposeAsync() => publisher.DisposeAsync();
}
