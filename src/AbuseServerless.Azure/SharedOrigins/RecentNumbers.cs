namespace AbuseServerless.Azure.SharedOrigins;

/// <summary>The numbers that were added last, some 50,000 at least and 100,000 at most.</summary>
internal sealed class RecentNumbers
{
    // Some 1.5 MB for each half, once full.
    private const int MaximumOfHalf = 50_000;

    private readonly Lock _lock = new();
    private HashSet<ulong> _recent = [];
    private HashSet<ulong> _older = [];

    public bool Contains(ulong number)
    {
        lock (_lock)
        {
            return _recent.Contains(number) || _older.Contains(number);
        }
    }

    public void Add(ulong number)
    {
        lock (_lock)
        {
            if (_recent.Count >= MaximumOfHalf)
            {
                (_older, _recent) = (_recent, []);
            }

            _recent.Add(number);
        }
    }
}
