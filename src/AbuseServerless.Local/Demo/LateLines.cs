namespace AbuseServerless.Local.Demo;

/// <summary>
/// What log shipping does to a sequence: one line in a hundred comes up to 200 lines later.
/// </summary>
internal sealed class LateLines(Dice dice)
{
    private const int MaximumLate = 200;
    private readonly PriorityQueue<string, (int Due, int Number)> _held = new();
    private Dice _dice = dice;
    private int _passed;
    private int _numbers;

    /// <summary>Lines to pass on now that one more has come: none, it, and those that are due.</summary>
    public IEnumerable<string> Pass(string line)
    {
        _passed++;
        if (_dice.Chance(0.01))
        {
            Hold(line);
        }
        else
        {
            yield return line;
        }

        while (_held.TryPeek(out _, out var next) && next.Due <= _passed)
        {
            yield return _held.Dequeue();
        }
    }

    /// <summary>Keeps a line back for up to 200 lines.</summary>
    public void Hold(string line) => _held.Enqueue(line, (_passed + 1 + _dice.Below(MaximumLate), _numbers++));

    /// <summary>What is still kept back.</summary>
    public IEnumerable<string> Rest()
    {
        while (_held.TryDequeue(out var line, out _))
        {
            yield return line;
        }
    }
}
