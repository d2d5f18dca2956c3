using System.Globalization;

namespace AbuseServerless.Local.EventHubs;

/// <summary>Stub: the events of one partition, in memory, numbered from zero.</summary>
internal sealed class PartitionLog(int id)
{
    private readonly Lock _lock = new();
    private readonly List<StoredEvent> _events = [];
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = id.ToString(CultureInfo.InvariantCulture);

    public long FirstSequenceNumber { get; }

    public long NextSequenceNumber
    {
        get { lock (_lock) return _events.Count; }
    }

    public void Append(ReadOnlyMemory<byte> body, string? partitionKey, DateTimeOffset enqueuedTime)
    {
        lock (_lock)
        {
            _events.Add(new StoredEvent(_events.Count, enqueuedTime, partitionKey, body, null));
            _appended.TrySetResult();
            _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public IReadOnlyList<StoredEvent> Read(long fromSequenceNumber, int maximum)
    {
        lock (_lock) return _events.GetRange((int)fromSequenceNumber, (int)Math.Min(maximum, Math.Max(0, _events.Count - fromSequenceNumber)));
    }

    public async Task WaitForAsync(long sequenceNumber, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task appended;
            lock (_lock)
            {
                if (_events.Count > sequenceNumber) return;
                appended = _appended.Task;
            }

            await appended.WaitAsync(cancellationToken);
        }
    }
}
