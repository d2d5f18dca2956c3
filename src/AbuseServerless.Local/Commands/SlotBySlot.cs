using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Detection.Time;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Local.Commands;

/// <summary>
/// Publishes a log so that the two functions keep step: the AUTH events of a slot (a quarter of an hour) are processed, then the deliveries of that slot, then the next slot begins. Left to themselves, one function would be days
/// ahead of the other, and what an account did late in the day would be known when its morning is judged. By the hour, nothing would be known of the first messages of a newsletter when its last are judged.
/// </summary>
/// <param name="stack">Processes them.</param>
internal sealed class SlotBySlot(LocalStack stack) : IAsyncDisposable
{
    // Deliveries kept in memory: about 20 MB.
    private const int MaximumHeld = 50_000;

    private const int MaximumEarlier = 1_000;

    private const int SlotsOfMoments = 4;

    private readonly AuthEventPublisher _auths = new(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
    private readonly DeliveryEventPublisher _deliveries = new(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.DeliveryEvents));
    private readonly List<string> _held = [];
    private Slot _slot = new(long.MinValue / 2);
    private int _earlier;

    /// <summary>Takes a message.</summary>
    public async Task AddAsync(SourceMessage message, CancellationToken cancellationToken)
    {
        if (message.Time is { } time && IsOfAnother(Slot.Of(time)))
        {
            await EndSlotAsync(cancellationToken);
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
                await EndSlotAsync(cancellationToken);
            }
        }
    }

    /// <summary>Publishes the rest, and waits until everything is processed.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await EndSlotAsync(cancellationToken);
        await _auths.FlushAsync(cancellationToken);
        await stack.WaitUntilProcessedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _auths.DisposeAsync();
        await _deliveries.DisposeAsync();
    }

    // Lines of several processes are out of order by moments, and those of hosts by hours where their clocks or zones differ: time goes back only where all lines do, as in another file.
    private bool IsOfAnother(Slot slot)
    {
        _earlier = slot.Index < _slot.Index - SlotsOfMoments ? _earlier + 1 : 0;
        if (slot.Index <= _slot.Index && _earlier < MaximumEarlier)
        {
            return false;
        }

        (_slot, _earlier) = (slot, 0);
        return true;
    }

    // Without deliveries there is nothing to keep step with.
    private async Task EndSlotAsync(CancellationToken cancellationToken)
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
