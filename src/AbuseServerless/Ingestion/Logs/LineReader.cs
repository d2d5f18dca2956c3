namespace AbuseServerless.Ingestion.Logs;

/// <summary>Reads a text line by line, in bounded memory whatever it holds: of a line that is too long, the rest is passed over.</summary>
/// <param name="text">The text; a line ends with LF, CR LF or CR.</param>
public sealed class LineReader(TextReader text)
{
    /// <summary>Longest line, in UTF-16 units: 65,536. An AUTH event has some 200.</summary>
    public const int Longest = 65_536;

    private readonly char[] _buffer = new char[Longest];
    private readonly System.Text.StringBuilder _line = new();
    private int _next;
    private int _end;
    private bool _skipLineFeed;

    /// <summary>Characters read so far, line ends included.</summary>
    public long Position { get; private set; }

    /// <summary>The next line without its end, cut to <see cref="Longest"/> and one more where it is longer; null at the end of the text.</summary>
    /// <exception cref="IOException">The text could not be read.</exception>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        var any = false;
        while (true)
        {
            if (_next == _end)
            {
                (_next, _end) = (0, await text.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false));
                if (_end == 0)
                {
                    return any ? _line.ToString() : null;
                }
            }

            if (_skipLineFeed && _buffer[_next] == '\n')
            {
                Move(1);
                _skipLineFeed = false;
                continue;
            }

            _skipLineFeed = false;
            any = true;
            var rest = _buffer.AsSpan(_next, _end - _next);
            var length = rest.IndexOfAny('\r', '\n');
            var part = length < 0 ? rest : rest[..length];
            _line.Append(part[..Math.Min(part.Length, Longest + 1 - _line.Length)]);
            if (length >= 0)
            {
                _skipLineFeed = rest[length] == '\r';
                Move(length + 1);
                return _line.ToString();
            }

            Move(rest.Length);
        }
    }

    private void Move(int characters)
    {
        _next += characters;
        Position += characters;
    }
}
