namespace AbuseServerless.Local.FunctionsHost.Processes;

/// <summary>The last lines that a process wrote, to be shown when it fails.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class RecentLines(int capacity)
{
    private readonly Queue<string> _lines = new(capacity);

    /// <summary>Adds a line and forgets the oldest one when full.</summary>
    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    /// <summary>The lines, oldest first, each on a line of its own.</summary>
    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }
}
