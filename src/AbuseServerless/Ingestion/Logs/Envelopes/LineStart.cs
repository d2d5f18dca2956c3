namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>
/// Knows how the lines of a file begin. A log that was pasted, numbered or searched has blanks or a file's name before each line; in any other log such a line goes on from the one before, and is a client's text where that is:
/// headers of a refused message in Exim's reject log, a name with line feeds in the journal.
/// </summary>
internal sealed class LineStart
{
    private const string MonthSigns = "月월\uFFFD";
    private const int MaximumMonthLength = 4;

    private bool _isKnown;
    private bool _isCut;
    private int _blanks;
    private bool _hasMonthNumbers;
    private bool _isNumbered;
    private bool _wasCut;
    private bool _wasNumbered;
    private int _trimmed;

    /// <summary>Begins a file: its first line with a time tells.</summary>
    public void Begin() => _isKnown = false;

    /// <summary>Knows what another one has learnt of the same file.</summary>
    public void Learn(LineStart other) => (_isKnown, _isCut, _blanks, _hasMonthNumbers, _isNumbered) = (other._isKnown, other._isCut, other._blanks, other._hasMonthNumbers, other._isNumbered);

    /// <summary>Begins a line.</summary>
    public void BeginLine() => (_wasCut, _wasNumbered, _trimmed) = (false, false, 0);

    /// <summary>Ends a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="hasTime">Whether it has a time.</param>
    public void EndLine(ReadOnlySpan<char> line, bool hasTime)
    {
        if (!_isKnown && hasTime)
        {
            (_isKnown, _isCut, _isNumbered, _blanks) = (true, _wasCut, _wasNumbered, _trimmed);
            _hasMonthNumbers = line[..Math.Min(line.Length, MaximumMonthLength)].ContainsAny(MonthSigns);
        }
    }

    /// <summary>Whether a blank belongs to the month: the C library writes <c> 1月</c> and <c>12月</c>.</summary>
    public bool IsMonth(ReadOnlySpan<char> line) => (!_isKnown || _hasMonthNumbers) && line is [' ', >= '1' and <= '9', '月' or '월' or '\uFFFD', ..];

    /// <summary>Whether so many blanks may be taken off. Numbers of lines have the fewer blanks before them the longer they are.</summary>
    public bool MayTrim(int blanks)
    {
        _trimmed += blanks;
        return !_isKnown || _trimmed <= _blanks;
    }

    /// <summary>A number of the line was taken off.</summary>
    public void CutNumber() => _wasNumbered = true;

    /// <summary>Whether four digits before the month are a year: in a log whose lines are numbered they are not.</summary>
    public bool MayBeYear => !_isKnown || !_isNumbered;

    /// <summary>Whether the name of a file may be taken off.</summary>
    public bool MayCut()
    {
        _wasCut = true;
        return !_isKnown || _isCut;
    }
}
