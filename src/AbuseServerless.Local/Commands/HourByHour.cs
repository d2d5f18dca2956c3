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

    private const int MaximumEarlier = 1_000;

    private readonly AuthEventPublisher _auths = new(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
    private readonly DeliveryEventPublisher _deliveries = new(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.DeliveryEvents));
    private readonly List<string> _held = [];
    private long _hour = long.MinValue + 1;
    private int _earlier;

    /// <summary>Takes a message.</summary>
    public async Task AddAsync(SourceMessage message, CancellationToken cancellationToken)
    {
        if (message.Time is { } time && IsOfAnother(time.UtcTicks / TimeSpan.TicksPerHour))
        {
            await EndHourAsync(cancellationToken);
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

    // Lines of several processes are out of order by moments, and those of hosts by hours where their clocks or zones differ: time goes back only where all lines do, as in another file.
    private bool IsOfAnother(long hour)
    {
        _earlier = hour < _hour - 1 ? _earlier + 1 : 0;
        if (hour <= _hour && _earlier < MaximumEarlier)
        {
            return false;
        }

        (_hour, _earlier) = (hour, 0);
        return true;
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
