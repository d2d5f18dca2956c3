namespace AbuseServerless.Thresholds;

/// <summary>Adds measured accounts up to a <see cref="ThresholdStudy"/>. Its size does not depend on their number.</summary>
public sealed class ThresholdTally
{
    private readonly ThresholdGrid _grid;
    private readonly Column[] _windows;
    private int _accounts;
    private int _good;
    private int _abuse;

    /// <summary>An empty tally.</summary>
    public ThresholdTally(ThresholdGrid grid)
    {
        _grid = grid;
        _windows = [.. grid.Windows.Select(_ => new Column(grid.Thresholds.Count))];
    }

    /// <summary>Adds an account, measured on the same grid.</summary>
    public void Add(AccountMeasure account)
    {
        _accounts++;
        _good += account.Good is null ? 0 : 1;
        _abuse += account.Abuse is null ? 0 : 1;
        for (var i = 0; i < _windows.Length; i++)
        {
            _windows[i].Judged += account.Good?[i] >= 1 ? 1 : 0;
            for (var row = 0; row < _grid.Thresholds.Count; row++)
            {
                var threshold = _grid.Thresholds[row];
                _windows[i].Suspended[row] += account.Most[i] >= threshold ? 1 : 0;
                _windows[i].Good[row] += account.Good?[i] >= threshold ? 1 : 0;
                _windows[i].Abuse[row] += account.Abuse?[i] >= threshold ? 1 : 0;
                _windows[i].Uncertain[row] += account.AtLeast && account.Most[i] < threshold ? 1 : 0;
            }
        }
    }

    /// <summary>The study of the accounts added so far.</summary>
    public ThresholdStudy ToStudy() => new(_accounts, _good, _abuse, [.. _windows.SelectMany(Outcomes)]);

    private IEnumerable<ThresholdOutcome> Outcomes(Column window, int index)
    {
        var recommended = window.Judged < ThresholdOutcome.MinimumJudged ? -1 : Array.IndexOf(window.Good, 0);
        return _grid.Thresholds.Select((threshold, row) => new ThresholdOutcome(
            _grid.Windows[index], threshold, window.Suspended[row], window.Good[row], window.Abuse[row], window.Uncertain[row], window.Judged, row == recommended));
    }

    // Accounts by row of the grid's thresholds.
    private sealed class Column(int rows)
    {
        public readonly int[] Suspended = new int[rows];
        public readonly int[] Good = new int[rows];
        public readonly int[] Abuse = new int[rows];
        public readonly int[] Uncertain = new int[rows];
        public int Judged;
    }
}
