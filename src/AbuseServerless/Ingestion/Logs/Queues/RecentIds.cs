namespace AbuseServerless.Ingestion.Logs.Queues;

/// <summary>The queue ids that began last, so that a hop to a server of the same log is known.</summary>
internal sealed class RecentIds
{
    private const int Maximum = 100_000;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Add(string id)
    {
        if (_ids.Add(id))
        {
            _order.Enqueue(id);
            if (_order.Count > Maximum)
            {
                _ids.Remove(_order.Dequeue());
            }
        }
    }

    public bool Contains(string id) => _ids.Contains(id);
}
