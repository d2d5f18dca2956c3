using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Local.Commands;

/// <summary>
/// Publishes a log so that the two functions keep step: the AUTH events of an hour are processed, then the deliveries of that hour, then the next hour begins. Left to themselves, one function would be days ahead of the other,
/// and what an account did late in the day would be known when its morning is judged.
/// </summary>
/// <param name="stack">Processes them.</param>
internal sealed class HourByHour(LocalStack stack) : IAsyncDisposable
{
    // Deliveries kept in memory: about 20 MB.
    private const int MaximumHeld = 50_000;

    private readonly AuthEventPublisher _auths = new(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
    private readonly DeliveryEventPublisher _deliveries = new(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.DeliveryEvents));
    private readonly List<string> _held = [];
    private long _hour = long.MinValue;

    /// <summary>Takes a message.</summary>
    public async Task AddAsync(SourceMessage message, CancellationToken cancellationToken)
    {
        // Lines of several processes and hosts are out of order by moments; a file of its own time begins again.
        if (message.Time is { } time && time.UtcTicks / TimeSpan.TicksPerHour is var hour && (hour > _hour || hour < _hour - 1))
        {
            await EndHourAsync(cancellationToken);
            _hour = hour;
        }

        if (message.Delivery is null)
        {
            await _auths.AddAsync(message.Text, cancellationToken);
        }
        else
        {
            _held.Add(message.Text);
            if (_held.Count == MaximumHeld)
            {
                await EndHourAsync(cancellationToken);
            }
        }
    }

    /// <summary>Publishes the rest, and waits until everything is processed.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await EndHourAsync(cancellationToken);
        await _auths.FlushAsync(cancellationToken);
        await stack.WaitUntilProcessedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _auths.DisposeAsync();
        await _deliveries.DisposeAsync();
    }

    // Without deliveries there is nothing to keep step with.
    private async Task EndHourAsync(CancellationToken cancellationToken)
    {
        if (_held.Count == 0)
        {
            return;
        }

        await _auths.FlushAsync(cancellationToken);
        await stack.WaitUntilProcessedAsync(cancellationToken);
        foreach (var delivery in _held)
        {
            await _deliveries.AddAsync(delivery, cancellationToken);
        }

        _held.Clear();
        await _deliveries.FlushAsync(cancellationToken);
        await stack.WaitUntilProcessedAsync(cancellationToken);
    }
}
