namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>Reads lines of a stream that may still grow, and knows where each of them ends.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>Bytes kept of a line; the rest of a longer one is passed over.</summary>
    public const int MaximumLineLength = 1 << 20;

    // More than any line of a mail server has.
    private const int Decisive = 1 << 16;

    private readonly LineEncoding _encoding = new();
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private long _passedOver;
    private byte? _lineEnd;
    private bool _isTentative;

    /// <summary>Bytes up to the end of the line that was given last.</summary>
    public long Position { get; private set; }

    /// <summary>Goes on behind so many bytes, at which the stream stands already.</summary>
    public void StartAt(long position) => Position = position;

    /// <summary>The next line without its end; null where the stream holds no whole one as of now.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = _start;
        while (true)
        {
            var end = Array.IndexOf(_buffer, LineEnd(isWhole: false), searched, _end - searched);
            if (end >= 0)
            {
                return Take(end, end + 1);
            }

            searched = _end;
            if (_end == _buffer.Length)
            {
                searched -= MakeRoom();
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0 && _lineEnd is null && LineEnd(isWhole: true) == (byte)'\r')
            {
                searched = _start;
                continue;
            }

            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }

    /// <summary>What is behind the last line end; null where there is nothing.</summary>
    public string? TakeRest() => _end > _start ? Take(_end, _end) : null;

    /// <summary>Forgets what is behind the last line end.</summary>
    public void Drop() => _start = _end;

    // Lines of old Macs, and of some exports, end with a carriage return alone: where the file has so many bytes, or ends, before its first line feed.
    private byte LineEnd(bool isWhole)
    {
        var seen = _buffer.AsSpan(_start, _end - _start);
        if (_isTentative && seen.Contains((byte)'\n'))
        {
            // The log was still being written, and not at its end.
            (_lineEnd, _isTentative) = ((byte)'\n', false);
        }

        if (_lineEnd is { } known)
        {
            return known;
        }

        if (seen.Contains((byte)'\n'))
        {
            _lineEnd = (byte)'\n';
        }
        else if ((isWhole || seen.Length >= Decisive) && seen.IndexOf((byte)'\r') is >= 0 and var at && at < seen.Length - 1)
        {
            (_lineEnd, _isTentative) = ((byte)'\r', isWhole);
        }

        return _lineEnd ?? (byte)'\n';
    }

    private string Take(int end, int next)
    {
        var line = _encoding.Decode(_buffer.AsSpan(_start, end - _start)).TrimEnd('\r');
        Position += _passedOver + next - _start;
        _passedOver = 0;
        _start = next;
        return line;
    }

    // How far what is buffered has moved to the front.
    private int MakeRoom()
    {
        var moved = _start;
        if (moved > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= moved;
            _start = 0;
        }
        else if (_buffer.Length < MaximumLineLength)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else
        {
            // The line keeps its beginning.
            moved = MaximumLineLength / 2;
            _passedOver += moved;
            _end -= moved;
        }

        return moved;
    }
}
